/// Keeps the root's trust anchors up to date by RFC 5011: what is known of each key, how a key set changes it, and the
/// file that remembers it. May enter: the state machine, its timers and its store. May not enter: sockets and the
/// choice of servers; the root's key set is handed in.
@org.springframework.modulith.NamedInterface("anchor")
@NullMarked
package org.danegate.dns.anchor;

import org.jspecify.annotations.NullMarked;
