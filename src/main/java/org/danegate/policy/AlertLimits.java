package org.danegate.policy;

import java.time.Duration;

/// When the rules of alerts apply (System Administration > Alerts). A limit of 0 turns its rule off.
///
/// @param destinations limits of single destinations
/// @param downAtOnce destinations that are down with mail waiting; that many raise one alert without a wait, 0 to
///     100,000
/// @param growth how fast active recipients in total may grow
/// @param expired recipients that bounce within an hour because their time in queue or their retries are over, 0 to
///     1,000,000
/// @param reminder time after which an open trouble that nobody acknowledged is sent again, 0 to 2,592,000 s; 0 never
/// @param conditions alerts about the gateway itself that are on
public record AlertLimits(
        OfDestination destinations,
        int downAtOnce,
        Growth growth,
        int expired,
        Duration reminder,
        Conditions conditions) {

    /// The limits of a new policy.
    public static AlertLimits defaults() {
        return new AlertLimits(
                new OfDestination(
                        new Down(10, Duration.ofMinutes(30)),
                        Duration.ofHours(24),
                        Duration.ofHours(6),
                        new Dane(50, 1)),
                50,
                new Growth(1000, 2),
                10,
                Duration.ofHours(24),
                new Conditions(true, true, true, true));
    }

    /// @param oldest age of the oldest recipient, 0 to 2,592,000 s
    /// @param bouncing time until the oldest recipient bounces, 0 to 2,592,000 s
    public record OfDestination(Down down, Duration oldest, Duration bouncing, Dane dane) {}

    /// A destination is down: its last attempt could not connect to any host.
    ///
    /// @param recipients recipients that wait, 0 to 1,000,000
    /// @param time how long it must have been down, 0 to 2,592,000 s
    public record Down(int recipients, Duration time) {}

    /// Recipients that wait while DANE fails, 0 to 1,000,000 each.
    ///
    /// @param recipients at any destination
    /// @param mandatory at a destination whose DANE Support is Mandatory
    public record Dane(int recipients, int mandatory) {}

    /// Both must be reached within an hour.
    ///
    /// @param recipients more active recipients, 0 to 10,000,000
    /// @param factor active recipients as a multiple of those before, 1 to 1,000
    public record Growth(int recipients, int factor) {}

    /// Alerts about the gateway itself.
    ///
    /// @param listeners a listener could not be opened
    /// @param resolvers a resolver does not answer or does not pass DNSSEC
    /// @param certificates a certificate expires
    /// @param disk disk space is low
    public record Conditions(boolean listeners, boolean resolvers, boolean certificates, boolean disk) {}
}
