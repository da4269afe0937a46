package org.danegate.practice;

import static org.danegate.practice.PracticeStory.Ending.DANE_FAIL;
import static org.danegate.practice.PracticeStory.Ending.DANE_SUCCESS;
import static org.danegate.practice.PracticeStory.Ending.ENCRYPTED;
import static org.danegate.practice.PracticeStory.Ending.FALLBACK_TLS;

/// The stories about DANE itself: TLSA records and certificates, and DNS data that is insecure or bogus.
final class DaneStories {
    private final StoryBook book;
    private final PracticeStage stage;

    DaneStories(StoryBook book) {
        this.book = book;
        this.stage = book.stage();
    }

    void successes() {
        book.tell("ok.practice", "3 1 1 matches", DANE_SUCCESS, (d, n) -> book.good(d, n));
        book.tell("ta.practice", "2 1 1 matches the authority", DANE_SUCCESS, (d, n) -> {
            PracticeCertificate leaf = book.hosted(d, n, stage.certificates().leaf("mx." + d));
            book.tlsa(d, leaf.tlsa(2, 1, 1));
        });
        book.tell("hashed.practice", "zone with NSEC3, 3 1 2 matches", DANE_SUCCESS, (d, n) -> {
            PracticeCertificate leaf = stage.certificates().leaf("mx." + d);
            stage.receiver("mx." + d, n, leaf, ReceiverBehaviour.good());
            stage.zone(d, ZoneStyle.NSEC3, n).tlsa("mx." + d, stage.port(), leaf.tlsa(3, 1, 2));
        });
        book.tell("old-certificate.practice", "3 1 1 matches an expired certificate", DANE_SUCCESS, (d, n) -> {
            PracticeCertificate leaf = book.hosted(d, n, stage.certificates().expired("mx." + d));
            book.tlsa(d, leaf.tlsa(3, 1, 1));
        });
    }

    void certificates() {
        book.tell("wrong-certificate.practice", "3 1 1 of another key", DANE_FAIL, (d, n) -> {
            book.hosted(d, n, stage.certificates().leaf("mx." + d));
            book.tlsa(d, stage.certificates().leaf("mx." + d).tlsa(3, 1, 1));
        });
        book.tell("wrong-name.practice", "2 1 1 matches, the name does not", DANE_FAIL, (d, n) -> {
            PracticeCertificate leaf = book.hosted(d, n, stage.certificates().leaf("mx.elsewhere.practice"));
            book.tlsa(d, leaf.tlsa(2, 1, 1));
        });
        book.tell("unusable.practice", "only a 1 1 1 record", DANE_FAIL, ENCRYPTED, (d, n) -> {
            PracticeCertificate leaf = book.hosted(d, n, stage.certificates().leaf("mx." + d));
            book.tlsa(d, leaf.tlsa(1, 1, 1));
        });
    }

    void insecureNames() {
        book.tell("no-tlsa.practice", "signed, but without TLSA", DANE_FAIL, FALLBACK_TLS, (d, n) -> {
            book.hosted(d, n, stage.certificates().leaf("mx." + d));
        });
        book.tell("unsigned.practice", "zone without signatures", DANE_FAIL, FALLBACK_TLS, (d, n) -> {
            PracticeCertificate leaf = stage.certificates().leaf("mx." + d);
            stage.receiver("mx." + d, n, leaf, ReceiverBehaviour.good());
            stage.zone(d, ZoneStyle.UNSIGNED, n).tlsa("mx." + d, stage.port(), leaf.tlsa(3, 1, 1));
        });
        book.tell("insecure-mx.practice", "insecure MX, secure host with TLSA", DANE_FAIL, FALLBACK_TLS, (d, n) -> {
            book.good("hosting-a.practice", n);
            stage.tree().zone(d, ZoneStyle.UNSIGNED).mx(10, "mx.hosting-a.practice");
        });
        book.tell("insecure-host.practice", "secure MX, insecure host", DANE_FAIL, FALLBACK_TLS, (d, n) -> {
            PracticeCertificate leaf = stage.certificates().leaf("mx.hosting-b.practice");
            stage.receiver("mx.hosting-b.practice", n, leaf, ReceiverBehaviour.good());
            stage.zone("hosting-b.practice", ZoneStyle.UNSIGNED, n);
            stage.tree().zone(d).mx(10, "mx.hosting-b.practice");
        });
        book.tell("insecure-tlsa.practice", "TLSA in an unsigned part", DANE_FAIL, FALLBACK_TLS, (d, n) -> {
            PracticeCertificate leaf = book.hosted(d, n, stage.certificates().leaf("mx." + d));
            stage.tree().zone("_tcp.mx." + d, ZoneStyle.UNSIGNED).tlsa("mx." + d, stage.port(), leaf.tlsa(3, 1, 1));
        });
    }

    void bogusNames() {
        book.zone("expired.practice", "all signatures expired", DANE_FAIL, zone -> zone.signatures(Signatures.EXPIRED));
        broken("broken-mx.practice", "broken signature over MX", "broken-mx.practice", "MX");
        broken("broken-host.practice", "broken signature over A", "mx.broken-host.practice", "A");
        broken("broken-tlsa.practice", "broken signature over TLSA", book.tlsaOwner("broken-tlsa.practice"), "TLSA");
        book.zone("no-signature.practice", "signature over MX missing", DANE_FAIL, zone -> {
            zone.signatures(zone.name(), "MX", Signatures.MISSING);
        });
        book.zone("wrong-ds.practice", "DS of another key at the parent", DANE_FAIL, zone -> zone.link(DsLink.WRONG));
        book.tell("servfail.practice", "SERVFAIL for TLSA", DANE_FAIL, (d, n) -> {
            book.good(d, n);
            stage.faults().servfail(book.tlsaOwner(d), "TLSA");
        });
    }

    private void broken(String domain, String title, String owner, String type) {
        book.zone(domain, title, DANE_FAIL, zone -> zone.signatures(owner, type, Signatures.BROKEN));
    }
}
