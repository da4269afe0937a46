package org.danegate.listener;

/// How long a client's errors and idle commands are borne, counted since its last accepted message: Postfix's way, with
/// Postfix's figures. One conversation, one thread.
///
/// Recipients that are refused while others of the same message were taken are borne for longer: the message for those
/// must come through, or an honest sender with many wrong addresses would never get it off.
final class Patience {

    /// Errors that are answered at once; each further one waits (`smtpd_soft_error_limit`).
    static final int SOFT_LIMIT = 10;

    /// The error that ends the conversation (`smtpd_hard_error_limit`).
    static final int HARD_LIMIT = 20;

    /// NOOP, RSET, VRFY, HELP and repeated EHLO; each further one is an error (`smtpd_junk_command_limit`).
    static final int JUNK_LIMIT = 100;

    /// Recipients refused beside taken ones that end the conversation (`smtpd_recipient_overshoot_limit`).
    static final int REFUSED_LIMIT = 1000;

    private int errors;
    private int junk;
    private int refused;

    /// What the next reply is like.
    enum Verdict {
        AT_ONCE,
        LATE,
        THE_LAST
    }

    /// A command was refused.
    Verdict error() {
        errors++;
        return errors >= HARD_LIMIT ? Verdict.THE_LAST : errors > SOFT_LIMIT ? Verdict.LATE : Verdict.AT_ONCE;
    }

    /// A command changed nothing.
    Verdict junk() {
        return ++junk > JUNK_LIMIT ? error() : Verdict.AT_ONCE;
    }

    /// A recipient was refused or put off.
    ///
    /// @param othersTaken whether the message has recipients that were taken
    Verdict refused(boolean othersTaken) {
        if (!othersTaken) {
            return error();
        }
        // Those that are put off, as the limit was reached before, cost nothing and wait for nothing.
        boolean judged = errors < HARD_LIMIT;
        errors = Math.min(errors + 1, HARD_LIMIT);
        return ++refused >= REFUSED_LIMIT
                ? Verdict.THE_LAST
                : judged && errors > SOFT_LIMIT ? Verdict.LATE : Verdict.AT_ONCE;
    }

    /// Whether further recipients of a message that has some are put off without a look at them.
    boolean spent() {
        return errors >= HARD_LIMIT;
    }

    /// A message was accepted: the client is at work.
    void mail() {
        errors = 0;
        junk = 0;
        refused = 0;
    }
}
