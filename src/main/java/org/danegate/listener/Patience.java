package org.danegate.listener;

/// Counts a client's errors and idle commands since its last accepted message and decides how long they are tolerated,
/// with the rules and figures of Postfix. For one conversation and one thread.
///
/// Refused recipients are tolerated for longer when others of the same message were accepted: the message must reach
/// those, or an honest sender with many wrong addresses could never send it.
final class Patience {

    /// Errors that are answered at once; the reply to each further one is delayed (`smtpd_soft_error_limit`).
    static final int SOFT_LIMIT = 10;

    /// The error that ends the conversation (`smtpd_hard_error_limit`).
    static final int HARD_LIMIT = 20;

    /// The number of NOOP, RSET, VRFY, HELP and repeated EHLO; each further one is an
    /// error (`smtpd_junk_command_limit`).
    static final int JUNK_LIMIT = 100;

    /// The number of recipients, refused in addition to accepted ones, that ends the
    /// conversation (`smtpd_recipient_overshoot_limit`).
    static final int REFUSED_LIMIT = 1000;

    private int errors;
    private int junk;
    private int refused;

    /// How the next reply is sent.
    enum Verdict {
        AT_ONCE,
        LATE,
        THE_LAST
    }

    /// Counts a refused command.
    Verdict error() {
        errors++;
        return errors >= HARD_LIMIT ? Verdict.THE_LAST : errors > SOFT_LIMIT ? Verdict.LATE : Verdict.AT_ONCE;
    }

    /// Counts a failed attempt to authenticate, whose reply always waits.
    Verdict failedLogin() {
        Verdict verdict = error();
        return verdict == Verdict.AT_ONCE ? Verdict.LATE : verdict;
    }

    /// Counts a command that changed nothing.
    Verdict junk() {
        return ++junk > JUNK_LIMIT ? error() : Verdict.AT_ONCE;
    }

    /// Counts a recipient that was refused or deferred.
    ///
    /// @param othersTaken whether the message has recipients that were accepted
    Verdict refused(boolean othersTaken) {
        if (!othersTaken) {
            return error();
        }
        // Recipients deferred after the limit was reached cost nothing, so their replies are not delayed.
        boolean judged = errors < HARD_LIMIT;
        errors = Math.min(errors + 1, HARD_LIMIT);
        return ++refused >= REFUSED_LIMIT
                ? Verdict.THE_LAST
                : judged && errors > SOFT_LIMIT ? Verdict.LATE : Verdict.AT_ONCE;
    }

    /// Whether further recipients of a message that already has some are deferred without being checked.
    boolean spent() {
        return errors >= HARD_LIMIT;
    }

    /// Resets the counts after an accepted message.
    void mail() {
        errors = 0;
        junk = 0;
        refused = 0;
    }
}
