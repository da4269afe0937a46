package org.danegate.dns;

/// The letters of one question while its answers arrive: in which sends they are mixed, and what the answers say
/// about the server's tolerance of that.
final class ExchangeLetters {

    /// Sends in mixed letters that a server may leave unanswered: the letters may be the reason.
    private static final int MIXED_SENDS = 2;

    private final MixedLetters server;
    private boolean sentMixed;
    private boolean answeredMixed;
    private boolean notRepeated;

    /// @param server whether the server tolerates mixed letters; read, and updated when it does not
    ExchangeLetters(MixedLetters server) {
        this.server = server;
    }

    /// Whether to mix the letters of the next send.
    ///
    /// @param sends how many went before
    boolean mix(int sends) {
        return server.wanted() && !notRepeated && sends < MIXED_SENDS;
    }

    /// A question was sent.
    void sent(boolean mixed) {
        sentMixed |= mixed;
    }

    /// An answer to one of the sends came.
    void answered(boolean mixed) {
        answeredMixed = mixed;
        notRepeated |= sentMixed && !mixed && !server.proven();
    }

    /// An answer came that repeats the question in other letters than it was sent.
    void notRepeated() {
        notRepeated = true;
    }

    /// Whether the server seems not to tolerate mixed letters.
    boolean areNotRepeated() {
        return notRepeated;
    }

    /// Whether the answer belongs to a question in letters other than the original ones.
    boolean answeredMixed() {
        return answeredMixed;
    }

    /// The exchange has its answer: what it says about the server is remembered.
    void conclude() {
        if (notRepeated) {
            server.notBorne();
        }
    }
}
