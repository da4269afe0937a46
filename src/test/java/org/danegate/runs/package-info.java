/// Tests of daneverify for many domains.
@NullMarked
package org.danegate.runs;

import org.jspecify.annotations.NullMarked;
