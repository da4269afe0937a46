package org.danegate.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/// This host's own name, as used in EHLO, Received, notifications, log lines and the console. Only this class
/// decides it.
public record LocalHostName(DomainName name) {

    private static final DomainName NONE = new DomainName("localhost");

    /// Returns the configured name unchanged. If none is configured, it returns the first of the system's names for
    /// this host that other hosts accept, else the first valid name, else `localhost`.
    ///
    /// @param configured name as set by the administrator, blank for none
    /// @throws IllegalArgumentException when a configured name is no domain name
    public static LocalHostName of(String configured) {
        if (!configured.isBlank()) {
            try {
                return new LocalHostName(DomainName.parse(configured));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("danegate.hostname is no host name: " + configured, e);
            }
        }
        try {
            InetAddress self = InetAddress.getLocalHost();
            return choose(List.of(self.getCanonicalHostName(), self.getHostName()));
        } catch (UnknownHostException e) {
            return new LocalHostName(NONE);
        }
    }

    /// Chooses the best of several names.
    static LocalHostName choose(List<String> names) {
        List<LocalHostName> usable = names.stream()
                .map(LocalHostName::read)
                .flatMap(Optional::stream)
                .filter(n -> !n.isAddress())
                .toList();
        return usable.stream()
                .filter(n -> n.doubt().isEmpty())
                .findFirst()
                .orElse(usable.isEmpty() ? new LocalHostName(NONE) : usable.getFirst());
    }

    private static Optional<LocalHostName> read(String name) {
        try {
            return Optional.of(new LocalHostName(DomainName.parse(name)));
        } catch (IllegalArgumentException noName) {
            return Optional.empty();
        }
    }

    /// The reason why receivers may refuse the name in EHLO, which requires a resolvable name of letters, digits
    /// and hyphens (RFC 5321 2.3.5 and 4.1.1.1); empty when there is none.
    public Optional<String> doubt() {
        String text = name.ascii();
        if (text.equals("localhost") || text.startsWith("localhost.") || text.endsWith(".localhost")) {
            return Optional.of("it names every host");
        }
        if (isAddress()) {
            return Optional.of("it is an address");
        }
        if (!text.contains(".")) {
            return Optional.of("it has no domain");
        }
        boolean letters = text.chars().allMatch(c -> c != '_' && c != '*');
        boolean hyphens = !("." + text + ".").contains(".-") && !("." + text + ".").contains("-.");
        return letters && hyphens ? Optional.empty() : Optional.of("it is no host name");
    }

    private boolean isAddress() {
        return name.ascii().matches("[0-9.]+");
    }

    /// One log line for startup.
    ///
    /// @param configured whether the administrator set the name
    public String line(boolean configured) {
        return "Hostname: " + name + (configured ? " (danegate.hostname)" : " (as the system calls this host)")
                + doubt().map(d -> "; receivers may refuse it, as " + d + ". Set danegate.hostname to a full name.")
                        .orElse("");
    }
}
