/// The page Monitor > TLS Reports and its addresses for scripts.
/// May enter: what hands reports to a browser or script.
@NullMarked
package org.danegate.tlsreports.web;

import org.jspecify.annotations.NullMarked;
