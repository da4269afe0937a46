/// The Debian packages, installed in a root of their own.
@NullMarked
package org.danegate.packages;

import org.jspecify.annotations.NullMarked;
