package org.danegate.smtp;

import java.time.Duration;

/// How long to wait for the peer (RFC 5321 4.5.3.2). Each limit covers the whole of what is awaited, such as a reply
/// with all its lines or a whole handshake, not the time between octets.
///
/// @param setUp for everything before the first transaction together
/// @param dataBlock for the peer to accept a block of a message (RFC 5321 4.5.3.2.5)
/// @param transaction for a transaction as a whole, from MAIL to its last reply; a large message has a second more for
///     each 16 KiB
public record Timeouts(
        Duration connect,
        Duration greeting,
        Duration command,
        Duration tls,
        Duration dataStart,
        Duration dataEnd,
        Duration quit,
        Duration setUp,
        Duration dataBlock,
        Duration transaction) {

    private static final Duration BLOCK = Duration.ofMinutes(3);

    /// Time for two commands at their longest and for the end of the message. A peer that needs more for each of a
    /// hundred recipients is not working but holding up the attempt.
    private static final Duration TRANSACTION = Duration.ofMinutes(20);

    /// Limits the set-up only by the sum of its steps, and a block of a message by RFC 5321's figure.
    public Timeouts(
            Duration connect,
            Duration greeting,
            Duration command,
            Duration tls,
            Duration dataStart,
            Duration dataEnd,
            Duration quit) {
        this(
                connect,
                greeting,
                command,
                tls,
                dataStart,
                dataEnd,
                quit,
                connect.plus(greeting).plus(command.multipliedBy(4)).plus(tls),
                BLOCK,
                TRANSACTION);
    }

    /// RFC 5321's figures, with two exceptions: a connection attempt gets 30 s, because waiting longer only holds a
    /// slot, and the set-up gets 10 minutes, the sum of the figures for the greeting and EHLO.
    public static Timeouts defaults() {
        return new Timeouts(
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(2))
                .setUpWithin(Duration.ofMinutes(10));
    }

    /// The same with less time for the set-up.
    ///
    /// @param most counts as a millisecond when it is shorter
    public Timeouts setUpWithin(Duration most) {
        Duration less = most.compareTo(setUp) < 0 ? most : setUp;
        return new Timeouts(connect, greeting, command, tls, dataStart, dataEnd, quit, less, dataBlock, transaction);
    }

    /// The same with another time for a block of a message.
    public Timeouts block(Duration most) {
        return new Timeouts(connect, greeting, command, tls, dataStart, dataEnd, quit, setUp, most, transaction);
    }

    /// The same with another time for a transaction as a whole.
    public Timeouts transactionWithin(Duration most) {
        return new Timeouts(connect, greeting, command, tls, dataStart, dataEnd, quit, setUp, dataBlock, most);
    }
}
