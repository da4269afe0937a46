package org.danegate.smtp;

import java.time.Duration;

/// How long to wait for the peer (RFC 5321 4.5.3.2).
public record Timeouts(
        Duration connect,
        Duration greeting,
        Duration command,
        Duration tls,
        Duration dataStart,
        Duration dataEnd,
        Duration quit) {

    /// RFC 5321's figures; a connection attempt gets 30 s, as waiting longer only holds a slot.
    public static Timeouts defaults() {
        return new Timeouts(
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofSeconds(60),
                Duration.ofMinutes(2),
                Duration.ofMinutes(10),
                Duration.ofSeconds(2));
    }
}
