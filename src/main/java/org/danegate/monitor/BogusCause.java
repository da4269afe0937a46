package org.danegate.monitor;

import org.danegate.dns.answer.Provenance;

/// What made an answer BOGUS, as far as its reason shows.
enum BogusCause {
    EXPIRED("signature expired at "),
    NOT_YET("signature not valid before "),
    MISSING("signatures are missing"),
    UNVERIFIED("");

    private final String begins;

    BogusCause(String begins) {
        this.begins = begins;
    }

    static BogusCause of(Provenance from) {
        for (BogusCause cause : values()) {
            if (from.reason().startsWith(cause.begins)) {
                return cause;
            }
        }
        return UNVERIFIED;
    }

    /// The time in the reason, as the resolver's answer has it; empty when there is none.
    String time(Provenance from) {
        return switch (this) {
            case EXPIRED, NOT_YET -> from.reason().substring(begins.length()).split(" ", 2)[0];
            case MISSING, UNVERIFIED -> "";
        };
    }
}
