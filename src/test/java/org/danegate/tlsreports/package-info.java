/// Tests of the counters of TLS reports.
@NullMarked
package org.danegate.tlsreports;

import org.jspecify.annotations.NullMarked;
