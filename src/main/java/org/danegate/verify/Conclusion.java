package org.danegate.verify;

/// The verdict on a domain as far as the call got, and the reason for it. It begins as a failure without a reason.
final class Conclusion {

    private Verdict verdict = Verdict.DANE_FAILED;
    private String reason = "";
    private boolean settled;

    Verdict verdict() {
        return verdict;
    }

    void decide(Verdict now) {
        verdict = now;
    }

    boolean success() {
        return verdict == Verdict.DANE_SUCCESS;
    }

    /// A sentence or phrase.
    String reason() {
        return reason;
    }

    void because(String why) {
        if (!settled) {
            reason = why;
        }
    }

    /// Keeps a success and its reason, whatever the hosts tried afterwards do.
    void settle() {
        settled = success();
    }
}
