@NullMarked
package org.danegate.control;

import org.jspecify.annotations.NullMarked;
