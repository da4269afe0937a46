package org.danegate.advisor;

import java.util.Arrays;
import java.util.Locale;

/// How the Advisor works: the properties `danegate.advisor.*`.
///
/// @param enabled whether sessions are counted
/// @param probes what is looked at each day
/// @param probesPerDay how many domains, those with most sessions first; 0 to 100,000
public record AdvisorSettings(boolean enabled, Probes probes, int probesPerDay) {

    private static final int MOST = 100_000;

    /// What is looked at each day without being asked.
    public enum Probes {
        /// Nothing.
        OFF,
        /// DNS, and the MTA-STS policy of domains that have one.
        DNS,
        /// The same, and a connection to each MX host.
        CONNECT
    }

    /// Reads the properties.
    ///
    /// @param probes `off`, `dns` or `connect`
    /// @throws IllegalArgumentException with the name of the property that is wrong
    static AdvisorSettings of(boolean enabled, String probes, int perDay) {
        if (perDay < 0 || perDay > MOST) {
            throw new IllegalArgumentException(
                    "danegate.advisor.probes-per-day is between 0 and " + MOST + ", not " + perDay);
        }
        return new AdvisorSettings(enabled, probes(probes.strip()), perDay);
    }

    private static Probes probes(String text) {
        return Arrays.stream(Probes.values())
                .filter(p -> p.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("danegate.advisor.probes is off, dns or connect, not " + text));
    }

    /// Whether domains are looked at each day.
    public boolean probing() {
        return enabled && probes != Probes.OFF;
    }
}
