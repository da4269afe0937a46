package org.danegate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.QueryLog;
import org.danegate.dns.ValidatingLookup;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.IpAddressPreference;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What DNS says of a destination through resolvers in trouble: how long that takes, and that it stays true.
@Timeout(300)
class DaneGatheringTest {

    private static final DomainName DOMAIN = DomainName.parse("ok.practice");
    private static final DomainName HOST = DomainName.parse("mx.ok.practice");

    private final PracticeTree tree = new PracticeTree();
    private PracticeDns dns;

    @TempDir
    Path folder;

    private Path anchor;

    @BeforeEach
    void start() throws Exception {
        tree.zone("ok.practice")
                .mx(10, "mx.ok.practice")
                .address("mx.ok.practice", "127.25.0.1")
                .tlsa("mx.ok.practice", 25, new TlsaRecord(3, 1, 1, new byte[32]));
        dns = PracticeDns.start(tree);
        anchor = folder.resolve("anchor");
        tree.writeTrustAnchor(anchor);
    }

    @AfterEach
    void stop() throws Exception {
        dns.close();
    }

    private DaneGathering gathering() {
        DnsSettings settings = new DnsSettings(
                List.of(new DnsSettings.Server("127.0.0.1", dns.address().getPort(), 0)),
                List.of(),
                List.of(),
                false,
                null,
                anchor);
        return new DaneGathering(new ValidatingLookup(() -> settings, InstantSource.system(), QueryLog.NONE));
    }

    private DanePlan plan(DaneGathering gathering) {
        DomainEvidence domain = gathering.domain(DOMAIN);
        HostEvidence host = gathering.host(HOST, 10, 25, IpAddressPreference.PREFER_V4);
        return DaneDecision.plan(DaneSupport.MANDATORY, domain, host);
    }

    @Test
    void with_every_third_datagram_lost_a_destination_is_known_in_a_few_seconds() {
        dns.faults().loseEvery(3);
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            long start = System.nanoTime();
            assertThat(plan(gathering())).isInstanceOf(DanePlan.Authenticate.class);
            took.add(Duration.ofNanos(System.nanoTime() - start));
        }
        Collections.sort(took);
        assertThat(took.get(took.size() / 2)).isLessThan(Duration.ofSeconds(3));
        assertThat(took.get(took.size() * 9 / 10)).isLessThan(Duration.ofSeconds(6));
    }
}
