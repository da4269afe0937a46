/// Tests of the training run.
@NullMarked
package org.danegate.training;

import org.jspecify.annotations.NullMarked;
