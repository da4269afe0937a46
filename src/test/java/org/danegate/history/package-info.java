/// Tests of the history.
@NullMarked
package org.danegate.history;

import org.jspecify.annotations.NullMarked;
