/// Tests of the rules of TLS reports.
@NullMarked
package org.danegate.tlsrpt;

import org.jspecify.annotations.NullMarked;
