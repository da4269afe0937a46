/// The result of a lookup, as pure values: records, security status, reason, and who answered.
/// May enter: values that the DANE decision reads. May not enter: dnsjava types, sockets, clocks.
@org.springframework.modulith.NamedInterface("answer")
@NullMarked
package org.danegate.dns.answer;

import org.jspecify.annotations.NullMarked;
