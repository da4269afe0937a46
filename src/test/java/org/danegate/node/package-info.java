@NullMarked
package org.danegate.node;

import org.jspecify.annotations.NullMarked;
