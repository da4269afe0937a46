package org.danegate.practice;

import static org.danegate.practice.PracticeStory.Ending.DANE_FAIL;
import static org.danegate.practice.PracticeStory.Ending.DANE_SUCCESS;
import static org.danegate.practice.PracticeStory.Ending.FALLBACK_TLS;
import static org.danegate.practice.PracticeStory.Ending.HARD_BOUNCE;
import static org.danegate.practice.PracticeStory.Ending.SOFT_BOUNCE;

import java.time.Duration;

/// The stories about the way to a host: MX records, addresses, and hosts that nobody can use.
final class RoutingStories {
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final int LABEL = 63;
    private static final int NAME = 253;

    private final StoryBook book;
    private final PracticeStage stage;

    RoutingStories(StoryBook book) {
        this.book = book;
        this.stage = book.stage();
    }

    void hosts() {
        book.tell("dead.practice", "nobody listens at the host", SOFT_BOUNCE, (d, n) -> {
            PracticeCertificate leaf = stage.certificates().leaf(d);
            stage.zone(d, ZoneStyle.NSEC, n).tlsa("mx." + d, stage.port(), leaf.tlsa(3, 1, 1));
        });
        ReceiverBehaviour slow = ReceiverBehaviour.good().delay(SLOW);
        book.receiver("slow.practice", "two seconds before each reply", DANE_SUCCESS, slow);
        firstMx("two-hosts.practice", "first MX dead, second good", "mx.dead.practice");
        firstMx("second-matches.practice", "first MX mismatches, second good", "mx.wrong-certificate.practice");
        book.zone("two-addresses.practice", "first address dead, second good", DANE_SUCCESS, zone -> {
            zone.address("mx." + zone.name(), PracticeStage.address(250));
        });
        book.tell("alias.practice", "MX host is an alias, secure to its end", DANE_SUCCESS, (d, n) -> {
            stage.tree().zone(d).mx(10, "mx." + d).cname("mx." + d, "mx.ok.practice");
        });
    }

    /// A good domain with a host in front of its own.
    private void firstMx(String domain, String title, String host) {
        book.zone(domain, title, DANE_SUCCESS, zone -> zone.mx(5, host));
    }

    void mailRouting() {
        book.tell("implicit.practice", "no MX, the domain is the host", DANE_SUCCESS, (d, n) -> {
            PracticeCertificate leaf = stage.certificates().leaf(d);
            stage.receiver(d, n, leaf, ReceiverBehaviour.good());
            stage.tree().zone(d).address(d, PracticeStage.address(n)).tlsa(d, stage.port(), leaf.tlsa(3, 1, 1));
        });
        book.tell("null-mx.practice", "null MX: takes no mail", HARD_BOUNCE, (d, n) -> {
            stage.tree().zone(d).mx(0, ".");
        });
        book.tell("nowhere.practice", "no such domain", HARD_BOUNCE, (d, n) -> {});
    }

    void unusableHosts() {
        book.tell("no-address.practice", "neither MX nor address", HARD_BOUNCE, (d, n) -> {
            stage.tree().zone(d).add(d, "TXT", "nobody");
        });
        onlyMx("no-host.practice", "MX host does not exist", "mx.no-host.practice");
        book.tell("address-as-mx.practice", "MX is an address, not a name", HARD_BOUNCE, (d, n) -> {
            stage.tree().zone(d).mx(10, PracticeStage.address(n));
        });
        onlyMx("loops.practice", "MX is this gateway", "gate.practice");
        book.zone("blank-in-name.practice", "first MX has a blank in its name, second good", DANE_SUCCESS, zone -> {
            zone.add(zone.name(), "MX", "5 mx\\032one." + zone.name() + ".");
        });
        book.tell("long-name.practice", "MX name too long for a TLSA record", DANE_FAIL, FALLBACK_TLS, (d, n) -> {
            String host = longest(d);
            stage.receiver(host, n, stage.certificates().leaf("mx." + d), ReceiverBehaviour.good());
            stage.tree().zone(d).mx(10, host).address(host, PracticeStage.address(n));
        });
    }

    /// A domain that has nothing but this MX, which is of no use.
    private void onlyMx(String domain, String title, String host) {
        book.tell(domain, title, HARD_BOUNCE, (d, n) -> stage.tree().zone(d).mx(10, host));
    }

    /// The longest possible name (RFC 1035 3.1), so that no `_25._tcp` fits in front of it.
    private static String longest(String domain) {
        String labels = ("n".repeat(LABEL) + ".").repeat(3);
        return labels + "n".repeat(NAME - labels.length() - domain.length() - 1) + "." + domain;
    }
}
