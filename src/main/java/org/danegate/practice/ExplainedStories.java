package org.danegate.practice;

import static org.danegate.practice.PracticeStory.Ending.DANE_FAIL;
import static org.danegate.practice.PracticeStory.Ending.DANE_SUCCESS;
import static org.danegate.practice.PracticeStory.Ending.FALLBACK_TLS;
import static org.danegate.practice.PracticeStory.Ending.HARD_BOUNCE;

import org.xbill.DNS.DNSSEC;

/// The stories about newer and older DNSSEC: compact denial (RFC 9824), extended errors (RFC 8914), SHA-1 signatures.
final class ExplainedStories {

    private static final int SIGNATURE_EXPIRED = 7;
    private static final int NO_REACHABLE_AUTHORITY = 22;

    private final StoryBook book;
    private final PracticeStage stage;

    ExplainedStories(StoryBook book) {
        this.book = book;
        this.stage = book.stage();
    }

    void denials() {
        book.tell("mistyped.compact.practice", "no such name, by compact denial", HARD_BOUNCE, (d, n) -> {
            stage.tree().zone("compact.practice", ZoneStyle.COMPACT).mx(10, "mx.ok.practice");
        });
    }

    void extendedErrors() {
        book.tell("explained.practice", "SERVFAIL for TLSA, with an extended error", DANE_FAIL, (d, n) -> {
            book.good(d, n);
            stage.faults()
                    .servfail(book.tlsaOwner(d), "TLSA")
                    .explain(book.tlsaOwner(d), "TLSA", NO_REACHABLE_AUTHORITY, "all servers of the zone are down");
        });
        book.tell("slandered.practice", "good, but the resolver says expired", DANE_SUCCESS, (d, n) -> {
            book.good(d, n);
            stage.faults().explain(d, "ANY", SIGNATURE_EXPIRED, "not true");
        });
    }

    void oldSignatures() {
        book.tell("sha1.practice", "signed with SHA-1 only", DANE_FAIL, FALLBACK_TLS, (d, n) -> {
            book.good(d, n).algorithms(DNSSEC.Algorithm.RSA_NSEC3_SHA1);
        });
    }
}
