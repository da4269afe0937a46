package org.danegate.address;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// This host's own name, as used in EHLO, Received, notifications and log lines.
public record LocalHostName(DomainName name) {

    /// The configured name, or what the system calls this host, or `localhost`.
    ///
    /// @param configured name as set by the administrator, blank for none
    /// @throws IllegalArgumentException when a configured name is no domain name
    public static LocalHostName of(String configured) {
        if (!configured.isBlank()) {
            return new LocalHostName(DomainName.parse(configured));
        }
        try {
            return new LocalHostName(DomainName.parse(InetAddress.getLocalHost().getCanonicalHostName()));
        } catch (UnknownHostException | IllegalArgumentException e) {
            return new LocalHostName(DomainName.parse("localhost"));
        }
    }
}
