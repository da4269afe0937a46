package org.danegate.dns.answer;

import org.danegate.address.DomainName;
import org.jspecify.annotations.Nullable;

/// An MX record (RFC 5321 5.1).
///
/// @param preference 0 to 65535, lower is tried first
/// @param exchange the MX host; null for the root name `.`, the null MX of RFC 7505
public record MxRecord(int preference, @Nullable DomainName exchange) {}
