/// Tests of words and their doors.
@NullMarked
package org.danegate.words;

import org.jspecify.annotations.NullMarked;
