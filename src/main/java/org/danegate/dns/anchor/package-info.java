/// Keeps the root's trust anchors up to date by RFC 5011: what is known about each key, how a key set changes that, and
/// the file that stores it. May enter: the state machine, its timers and its store. May not enter: sockets and the
/// choice of servers; the caller passes in the root's key set.
@org.springframework.modulith.NamedInterface("anchor")
@NullMarked
package org.danegate.dns.anchor;

import org.jspecify.annotations.NullMarked;
