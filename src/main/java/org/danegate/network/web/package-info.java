/// The page Network > DNS Status and its address for scripts.
/// May enter: what hands a report to a browser or script. May not enter: probes or judgement of servers.
@NullMarked
package org.danegate.network.web;

import org.jspecify.annotations.NullMarked;
