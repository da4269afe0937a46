package org.danegate.practice;

import static org.danegate.practice.PracticeStory.Ending.DANE_FAIL;
import static org.danegate.practice.PracticeStory.Ending.DANE_SUCCESS;
import static org.danegate.practice.PracticeStory.Ending.ENCRYPTED;
import static org.danegate.practice.PracticeStory.Ending.FALLBACK_TLS;
import static org.danegate.practice.PracticeStory.Ending.HARD_BOUNCE;
import static org.danegate.practice.PracticeStory.Ending.SOFT_BOUNCE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.practice.PracticeStory.Ending;
import org.danegate.practice.ReceiverBehaviour.StartTls;

/// The stories of the practice network, each with the few lines that set it up. `docs/practice-network.md` has the
/// table for readers.
final class PracticeStories {
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final Duration DRIP = Duration.ofSeconds(5);
    private static final int OCTETS = 1_000;
    private static final int LABEL = 63;
    private static final int NAME = 253;

    private final PracticeStage stage;
    private final List<PracticeStory> stories = new ArrayList<>();

    private PracticeStories(PracticeStage stage) {
        this.stage = stage;
    }

    static List<PracticeStory> build(PracticeStage stage) {
        PracticeStories all = new PracticeStories(stage);
        all.successes();
        all.certificates();
        all.insecureNames();
        all.bogusNames();
        all.hosts();
        all.mailRouting();
        all.receivers();
        all.unusableHosts();
        all.oddPeers();
        return List.copyOf(all.stories);
    }

    private void successes() {
        tell("ok.practice", "3 1 1 matches", DANE_SUCCESS, DANE_SUCCESS, (d, n) -> good(d, n));
        tell("ta.practice", "2 1 1 matches the authority", DANE_SUCCESS, DANE_SUCCESS, (d, n) -> {
            PracticeCertificate leaf = hosted(d, n, stage.certificates().leaf("mx." + d));
            tlsa(d, leaf.tlsa(2, 1, 1));
        });
        tell("hashed.practice", "zone with NSEC3, 3 1 2 matches", DANE_SUCCESS, DANE_SUCCESS, (d, n) -> {
            PracticeCertificate leaf = stage.certificates().leaf("mx." + d);
            stage.receiver("mx." + d, n, leaf, ReceiverBehaviour.good());
            stage.zone(d, ZoneStyle.NSEC3, n).tlsa("mx." + d, stage.port(), leaf.tlsa(3, 1, 2));
        });
        tell("old-certificate.practice", "3 1 1 matches an expired certificate", DANE_SUCCESS, DANE_SUCCESS, (d, n) -> {
            PracticeCertificate leaf = hosted(d, n, stage.certificates().expired("mx." + d));
            tlsa(d, leaf.tlsa(3, 1, 1));
        });
    }

    private void certificates() {
        tell("wrong-certificate.practice", "3 1 1 of another key", DANE_FAIL, DANE_FAIL, (d, n) -> {
            hosted(d, n, stage.certificates().leaf("mx." + d));
            tlsa(d, stage.certificates().leaf("mx." + d).tlsa(3, 1, 1));
        });
        tell("wrong-name.practice", "2 1 1 matches, the name does not", DANE_FAIL, DANE_FAIL, (d, n) -> {
            PracticeCertificate leaf = hosted(d, n, stage.certificates().leaf("mx.elsewhere.practice"));
            tlsa(d, leaf.tlsa(2, 1, 1));
        });
        tell("unusable.practice", "only a 1 1 1 record", DANE_FAIL, ENCRYPTED, (d, n) -> {
            PracticeCertificate leaf = hosted(d, n, stage.certificates().leaf("mx." + d));
            tlsa(d, leaf.tlsa(1, 1, 1));
        });
    }

    private void insecureNames() {
        tell(
                "no-tlsa.practice",
                "signed, but without TLSA",
                DANE_FAIL,
                FALLBACK_TLS,
                (d, n) -> hosted(d, n, stage.certificates().leaf("mx." + d)));
        tell("unsigned.practice", "zone without signatures", DANE_FAIL, FALLBACK_TLS, (d, n) -> {
            PracticeCertificate leaf = stage.certificates().leaf("mx." + d);
            stage.receiver("mx." + d, n, leaf, ReceiverBehaviour.good());
            stage.zone(d, ZoneStyle.UNSIGNED, n).tlsa("mx." + d, stage.port(), leaf.tlsa(3, 1, 1));
        });
        tell("insecure-mx.practice", "insecure MX, secure host with TLSA", DANE_FAIL, FALLBACK_TLS, (d, n) -> {
            good("hosting-a.practice", n);
            stage.tree().zone(d, ZoneStyle.UNSIGNED).mx(10, "mx.hosting-a.practice");
        });
        tell("insecure-host.practice", "secure MX, insecure host", DANE_FAIL, FALLBACK_TLS, (d, n) -> {
            stage.receiver("mx.hosting-b.practice", n, stage.certificates().leaf("mx.hosting-b.practice"), fine());
            stage.zone("hosting-b.practice", ZoneStyle.UNSIGNED, n);
            stage.tree().zone(d).mx(10, "mx.hosting-b.practice");
        });
        tell("insecure-tlsa.practice", "TLSA in an unsigned part", DANE_FAIL, FALLBACK_TLS, (d, n) -> {
            PracticeCertificate leaf = hosted(d, n, stage.certificates().leaf("mx." + d));
            stage.tree().zone("_tcp.mx." + d, ZoneStyle.UNSIGNED).tlsa("mx." + d, stage.port(), leaf.tlsa(3, 1, 1));
        });
    }

    private void bogusNames() {
        tell(
                "expired.practice",
                "all signatures expired",
                DANE_FAIL,
                DANE_FAIL,
                (d, n) -> good(d, n).signatures(Signatures.EXPIRED));
        tell(
                "broken-mx.practice",
                "broken signature over MX",
                DANE_FAIL,
                DANE_FAIL,
                (d, n) -> good(d, n).signatures(d, "MX", Signatures.BROKEN));
        tell(
                "broken-host.practice",
                "broken signature over A",
                DANE_FAIL,
                DANE_FAIL,
                (d, n) -> good(d, n).signatures("mx." + d, "A", Signatures.BROKEN));
        tell(
                "broken-tlsa.practice",
                "broken signature over TLSA",
                DANE_FAIL,
                DANE_FAIL,
                (d, n) -> good(d, n).signatures(tlsaOwner(d), "TLSA", Signatures.BROKEN));
        tell(
                "no-signature.practice",
                "signature over MX missing",
                DANE_FAIL,
                DANE_FAIL,
                (d, n) -> good(d, n).signatures(d, "MX", Signatures.MISSING));
        tell(
                "wrong-ds.practice",
                "DS of another key at the parent",
                DANE_FAIL,
                DANE_FAIL,
                (d, n) -> good(d, n).link(DsLink.WRONG));
        tell("servfail.practice", "SERVFAIL for TLSA", DANE_FAIL, DANE_FAIL, (d, n) -> {
            good(d, n);
            stage.faults().servfail(tlsaOwner(d), "TLSA");
        });
    }

    private void hosts() {
        tell(
                "dead.practice",
                "nobody listens at the host",
                SOFT_BOUNCE,
                SOFT_BOUNCE,
                (d, n) -> stage.zone(d, ZoneStyle.NSEC, n)
                        .tlsa(
                                "mx." + d,
                                stage.port(),
                                stage.certificates().leaf(d).tlsa(3, 1, 1)));
        tell(
                "slow.practice",
                "two seconds before each reply",
                DANE_SUCCESS,
                DANE_SUCCESS,
                (d, n) -> stage.good(d, n, fine().delay(SLOW)));
        tell(
                "two-hosts.practice",
                "first MX dead, second good",
                DANE_SUCCESS,
                DANE_SUCCESS,
                (d, n) -> good(d, n).mx(5, "mx.dead.practice"));
        tell(
                "second-matches.practice",
                "first MX mismatches, second good",
                DANE_SUCCESS,
                DANE_SUCCESS,
                (d, n) -> good(d, n).mx(5, "mx.wrong-certificate.practice"));
        tell(
                "two-addresses.practice",
                "first address dead, second good",
                DANE_SUCCESS,
                DANE_SUCCESS,
                (d, n) -> good(d, n).address("mx." + d, PracticeStage.address(250)));
        tell(
                "alias.practice",
                "MX host is an alias, secure to its end",
                DANE_SUCCESS,
                DANE_SUCCESS,
                (d, n) -> stage.tree().zone(d).mx(10, "mx." + d).cname("mx." + d, "mx.ok.practice"));
    }

    private void mailRouting() {
        tell("implicit.practice", "no MX, the domain is the host", DANE_SUCCESS, DANE_SUCCESS, (d, n) -> {
            PracticeCertificate leaf = stage.certificates().leaf(d);
            stage.receiver(d, n, leaf, fine());
            stage.tree().zone(d).address(d, PracticeStage.address(n)).tlsa(d, stage.port(), leaf.tlsa(3, 1, 1));
        });
        tell(
                "null-mx.practice",
                "null MX: takes no mail",
                HARD_BOUNCE,
                HARD_BOUNCE,
                (d, n) -> stage.tree().zone(d).mx(0, "."));
        tell("nowhere.practice", "no such domain", HARD_BOUNCE, HARD_BOUNCE, (d, n) -> {});
    }

    private void receivers() {
        tell(
                "no-starttls.practice",
                "TLSA, but no STARTTLS",
                DANE_FAIL,
                DANE_FAIL,
                (d, n) -> stage.good(d, n, fine().startTls(StartTls.NOT_OFFERED)));
        tell(
                "refused-starttls.practice",
                "STARTTLS answered with 454",
                DANE_FAIL,
                DANE_FAIL,
                (d, n) -> stage.good(d, n, fine().startTls(StartTls.REFUSED)));
        tell(
                "injected.practice",
                "plaintext after the 220 of STARTTLS",
                DANE_FAIL,
                DANE_FAIL,
                (d, n) -> stage.good(d, n, fine().startTls(StartTls.INJECTED)));
        tell(
                "broken-handshake.practice",
                "no TLS after STARTTLS",
                DANE_FAIL,
                DANE_FAIL,
                (d, n) -> stage.good(d, n, fine().startTls(StartTls.BROKEN)));
        tell(
                "busy.practice",
                "421 as greeting",
                SOFT_BOUNCE,
                SOFT_BOUNCE,
                (d, n) -> stage.good(d, n, fine().greeting("421 4.3.2 Too busy, come back later")));
        tell(
                "later.practice",
                "451 to every recipient",
                SOFT_BOUNCE,
                SOFT_BOUNCE,
                (d, n) -> stage.good(d, n, fine().reply("RCPT", "451 4.7.1 Greylisted, try again later")));
        tell(
                "refuses.practice",
                "550 to every recipient",
                HARD_BOUNCE,
                HARD_BOUNCE,
                (d, n) -> stage.good(d, n, fine().reply("RCPT", "550 5.1.1 No such mailbox")));
        tell(
                "hangs-up.practice",
                "breaks off inside its reply to MAIL",
                SOFT_BOUNCE,
                SOFT_BOUNCE,
                (d, n) -> stage.good(d, n, fine().closeAt("MAIL")));
    }

    private void unusableHosts() {
        tell(
                "no-address.practice",
                "neither MX nor address",
                HARD_BOUNCE,
                HARD_BOUNCE,
                (d, n) -> stage.tree().zone(d).add(d, "TXT", "nobody"));
        tell(
                "no-host.practice",
                "MX host does not exist",
                HARD_BOUNCE,
                HARD_BOUNCE,
                (d, n) -> stage.tree().zone(d).mx(10, "mx." + d));
        tell(
                "address-as-mx.practice",
                "MX is an address, not a name",
                HARD_BOUNCE,
                HARD_BOUNCE,
                (d, n) -> stage.tree().zone(d).mx(10, PracticeStage.address(n)));
        tell(
                "loops.practice",
                "MX is this gateway",
                HARD_BOUNCE,
                HARD_BOUNCE,
                (d, n) -> stage.tree().zone(d).mx(10, "gate.practice"));
        tell(
                "blank-in-name.practice",
                "first MX has a blank in its name, second good",
                DANE_SUCCESS,
                DANE_SUCCESS,
                (d, n) -> good(d, n).add(d, "MX", "5 mx\\032one." + d + "."));
        tell("long-name.practice", "MX name too long for a TLSA record", DANE_FAIL, FALLBACK_TLS, (d, n) -> {
            String host = longest(d);
            stage.receiver(host, n, stage.certificates().leaf("mx." + d), fine());
            stage.tree().zone(d).mx(10, host).address(host, PracticeStage.address(n));
        });
    }

    private void oddPeers() {
        tell(
                "answers-twice.practice",
                "two replies to RCPT",
                SOFT_BOUNCE,
                SOFT_BOUNCE,
                (d, n) -> stage.good(d, n, fine().twiceAt("RCPT")));
        tell(
                "no-chunks.practice",
                "announces CHUNKING, refuses BDAT",
                DANE_SUCCESS,
                DANE_SUCCESS,
                (d, n) -> stage.good(d, n, fine().reply("BDAT", "502 5.5.1 Command not known")));
        tell("p384.practice", "key and key exchange on P-384 only", DANE_SUCCESS, DANE_SUCCESS, (d, n) -> {
            PracticeCertificate leaf = stage.certificates().onCurve("secp384r1", "mx." + d);
            stage.receiver("mx." + d, n, leaf, fine().tls("", "secp384r1"));
            stage.zone(d, ZoneStyle.NSEC, n);
            tlsa(d, leaf.tlsa(3, 1, 1));
        });
        tell(
                "drips.practice",
                "greets one octet at a time",
                SOFT_BOUNCE,
                SOFT_BOUNCE,
                (d, n) -> stage.good(d, n, fine().drip(DRIP, OCTETS)));
        tell(
                "old-tls.practice",
                "TLS 1.0 only",
                DANE_FAIL,
                DANE_FAIL,
                (d, n) -> stage.good(d, n, fine().startTls(StartTls.OUTDATED)));
    }

    /// The longest possible name (RFC 1035 3.1), so that no `_25._tcp` fits in front of it.
    private static String longest(String domain) {
        String labels = ("n".repeat(LABEL) + ".").repeat(3);
        return labels + "n".repeat(NAME - labels.length() - domain.length() - 1) + "." + domain;
    }

    private void tell(
            String domain, String title, Ending mandatory, Ending opportunistic, BiConsumer<String, Integer> setUp) {
        stories.add(new PracticeStory(domain, title, mandatory, opportunistic));
        setUp.accept(domain, stories.size());
    }

    private PracticeZone good(String domain, int number) {
        return stage.good(domain, number, fine());
    }

    private static ReceiverBehaviour fine() {
        return ReceiverBehaviour.good();
    }

    private PracticeCertificate hosted(String domain, int number, PracticeCertificate certificate) {
        stage.receiver("mx." + domain, number, certificate, fine());
        stage.zone(domain, ZoneStyle.NSEC, number);
        return certificate;
    }

    private void tlsa(String domain, TlsaRecord record) {
        stage.tree().zone(domain).tlsa("mx." + domain, stage.port(), record);
    }

    private String tlsaOwner(String domain) {
        return "_" + stage.port() + "._tcp.mx." + domain;
    }
}
