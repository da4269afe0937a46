/// Tests of message tracking.
@NullMarked
package org.danegate.tracking;

import org.jspecify.annotations.NullMarked;
