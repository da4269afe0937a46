package org.danegate.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.danegate.console.TestTexts;
import org.danegate.console.Texts;
import org.danegate.dns.status.ResolverStatus;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.DnsSettings.Server;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.policy.TlsSupport;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.i18n.LocaleContextHolder;

/// Where warnings about resolvers appear, with real resolvers of the practice tree.
@Timeout(30)
class ResolverNoticesTest {

    private final PracticeTree tree = new PracticeTree();
    private PracticeDns good;
    private PracticeDns poor;
    private Policy inForce;
    private Policy working;
    private ResolverStatus resolvers;
    private ResolverNotices notices;

    @BeforeEach
    void start() throws Exception {
        good = PracticeDns.start(tree);
        poor = PracticeDns.start(tree);
        poor.faults().stripSignatures(true);
        inForce = Policy.defaults().with(dns(good));
        working = inForce;
        resolvers = new ResolverStatus(() -> inForce.dns(), () -> "", InstantSource.system());
        notices = new ResolverNotices(resolvers, () -> inForce, () -> working, new Texts(TestTexts.bundles()));
        LocaleContextHolder.setLocale(Locale.ENGLISH);
    }

    @AfterEach
    void stop() throws Exception {
        LocaleContextHolder.resetLocaleContext();
        good.close();
        poor.close();
    }

    @Test
    void a_pending_change_of_resolvers_is_warned_of_before_it_is_committed() {
        resolvers.check();
        assertThat(notices.on("/commit")).isEmpty();

        working = inForce.with(dns(poor));
        assertThat(notices.on("/commit")).singleElement().asString().startsWith("No DNS server supports DNSSEC.");
        assertThat(notices.on("/network/dns")).as("those in force are good").isEmpty();
        assertThat(notices.on("/mail-policies/destinations")).isEmpty();

        LocaleContextHolder.setLocale(Locale.of("es"));
        assertThat(notices.on("/commit")).singleElement().asString().startsWith("Ningún servidor DNS admite DNSSEC.");
    }

    @Test
    void a_pending_destination_with_dane_is_warned_of_resolvers_that_cannot_serve_it() {
        inForce = Policy.defaults().with(dns(poor));
        resolvers.check();
        working = withEntry(DaneSupport.NONE);
        assertThat(notices.on("/commit")).isEmpty();

        working = withEntry(DaneSupport.MANDATORY);
        assertThat(notices.on("/commit")).hasSize(1);
    }

    private Policy withEntry(DaneSupport dane) {
        DestinationControls now = inForce.destinationControls();
        return inForce.with(new DestinationControls(
                now.defaultProfile(),
                List.of(DestinationEntry.of(DomainPattern.parse("a.example"), TlsSupport.REQUIRED, dane)),
                now.global()));
    }

    private static DnsSettings dns(PracticeDns server) {
        return new DnsSettings(
                List.of(new Server("127.0.0.1", server.address().getPort(), 0)),
                List.of(),
                List.of(),
                false,
                Duration.ofSeconds(1),
                null);
    }
}
