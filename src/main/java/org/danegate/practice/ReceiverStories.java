package org.danegate.practice;

import static org.danegate.practice.PracticeStory.Ending.DANE_FAIL;
import static org.danegate.practice.PracticeStory.Ending.DANE_SUCCESS;
import static org.danegate.practice.PracticeStory.Ending.HARD_BOUNCE;
import static org.danegate.practice.PracticeStory.Ending.SOFT_BOUNCE;

import java.time.Duration;
import org.danegate.practice.ReceiverBehaviour.StartTls;

/// The stories about receivers that refuse, break off, or are odd in SMTP or TLS; their DNS data is good.
final class ReceiverStories {
    private static final Duration DRIP = Duration.ofSeconds(5);
    private static final int OCTETS = 1_000;

    private final StoryBook book;
    private final PracticeStage stage;

    ReceiverStories(StoryBook book) {
        this.book = book;
        this.stage = book.stage();
    }

    void receivers() {
        startTls("no-starttls.practice", "TLSA, but no STARTTLS", StartTls.NOT_OFFERED);
        startTls("refused-starttls.practice", "STARTTLS answered with 454", StartTls.REFUSED);
        startTls("injected.practice", "plaintext after the 220 of STARTTLS", StartTls.INJECTED);
        startTls("broken-handshake.practice", "no TLS after STARTTLS", StartTls.BROKEN);
        ReceiverBehaviour busy = fine().greeting("421 4.3.2 Too busy, come back later");
        book.receiver("busy.practice", "421 as greeting", SOFT_BOUNCE, busy);
        ReceiverBehaviour later = fine().reply("RCPT", "451 4.7.1 Greylisted, try again later");
        book.receiver("later.practice", "451 to every recipient", SOFT_BOUNCE, later);
        ReceiverBehaviour refuses = fine().reply("RCPT", "550 5.1.1 No such mailbox");
        book.receiver("refuses.practice", "550 to every recipient", HARD_BOUNCE, refuses);
        ReceiverBehaviour hangsUp = fine().closeAt("MAIL");
        book.receiver("hangs-up.practice", "breaks off inside its reply to MAIL", SOFT_BOUNCE, hangsUp);
    }

    void oddPeers() {
        book.receiver("answers-twice.practice", "two replies to RCPT", SOFT_BOUNCE, fine().twiceAt("RCPT"));
        ReceiverBehaviour noChunks = fine().reply("BDAT", "502 5.5.1 Command not known");
        book.receiver("no-chunks.practice", "announces CHUNKING, refuses BDAT", DANE_SUCCESS, noChunks);
        book.tell("p384.practice", "key and key exchange on P-384 only", DANE_SUCCESS, (d, n) -> {
            PracticeCertificate leaf = stage.certificates().onCurve("secp384r1", "mx." + d);
            book.hosted(d, n, leaf, fine().tls("", "secp384r1"));
            book.tlsa(d, leaf.tlsa(3, 1, 1));
        });
        book.receiver("drips.practice", "greets one octet at a time", SOFT_BOUNCE, fine().drip(DRIP, OCTETS));
        startTls("old-tls.practice", "TLS 1.0 only", StartTls.OUTDATED);
    }

    private void startTls(String domain, String title, StartTls startTls) {
        book.receiver(domain, title, DANE_FAIL, fine().startTls(startTls));
    }

    private static ReceiverBehaviour fine() {
        return ReceiverBehaviour.good();
    }
}
