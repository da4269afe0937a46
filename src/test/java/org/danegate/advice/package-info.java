/// Tests of the rules of the Advisor.
@NullMarked
package org.danegate.advice;

import org.jspecify.annotations.NullMarked;
