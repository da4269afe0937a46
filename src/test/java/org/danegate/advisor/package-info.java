/// Tests of the Advisor: its counters, alerts and pages.
@NullMarked
package org.danegate.advisor;

import org.jspecify.annotations.NullMarked;
