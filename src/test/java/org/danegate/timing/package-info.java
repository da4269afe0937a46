/// Tests of regular work.
@NullMarked
package org.danegate.timing;

import org.jspecify.annotations.NullMarked;
