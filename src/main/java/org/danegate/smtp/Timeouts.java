package org.danegate.smtp;

import java.time.Duration;

/// How long to wait for the peer (RFC 5321 4.5.3.2). Each counts for the whole of what is waited for, a reply with all
/// its lines or a whole handshake, not from octet to octet.
///
/// @param setUp for everything before the first transaction together
/// @param dataBlock for a block of a message to be taken (RFC 5321 4.5.3.2.5)
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

    /// Time for two commands at their longest and for the end of the message: who needs more for each of a hundred
    /// recipients is not at work but holds the attempt.
    private static final Duration TRANSACTION = Duration.ofMinutes(20);

    /// No other bound on the set-up than that of its steps together, and RFC 5321's figure for a block of a
    /// message.
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

    /// RFC 5321's figures; a connection attempt gets 30 s, as waiting longer only holds a slot, and the set-up 10
    /// minutes, the greeting's and EHLO's figures together.
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
    /// @param most at least a millisecond counts
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
