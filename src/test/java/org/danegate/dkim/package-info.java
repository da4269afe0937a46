@NullMarked
package org.danegate.dkim;

import org.jspecify.annotations.NullMarked;
