/// Tests of the rules of MTA-STS.
@NullMarked
package org.danegate.sts;

import org.jspecify.annotations.NullMarked;
