/// Tests of several whole servers on one PostgreSQL.
@NullMarked
package org.danegate.fleet;

import org.jspecify.annotations.NullMarked;
