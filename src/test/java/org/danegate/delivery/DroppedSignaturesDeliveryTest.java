package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.danegate.dane.DaneAction;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.SmtpRoute;
import org.danegate.practice.PracticeNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Mail through a resolver that drops DNSSEC data: where DANE may apply it waits, where nothing was promised it goes.
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class DroppedSignaturesDeliveryTest {

    private PracticeNetwork network;

    @TempDir
    Path folder;

    @BeforeAll
    void start() throws Exception {
        network = PracticeNetwork.start();
    }

    @AfterAll
    void stop() throws Exception {
        network.close();
    }

    private EngineRig rig(String name, java.util.function.UnaryOperator<org.danegate.policy.Policy> changes)
            throws Exception {
        return new EngineRig(Files.createDirectory(folder.resolve(name)), network, changes);
    }

    private static DeliveryEvent.AttemptEnded attempt(EngineRig rig, String domain) throws Exception {
        return rig.await(DeliveryEvent.AttemptEnded.class, a -> a.destination().equals(domain));
    }

    @Test
    void under_none_mail_is_delivered_as_tls_support_says() throws Exception {
        network.dns().faults().stripSignatures(true);
        try (EngineRig rig = rig("none", EngineRig.dane(DaneSupport.NONE))) {
            rig.relay("none@ok.practice");
            rig.relay("none@alias.practice");
            rig.relay("none@implicit.practice");
            rig.relay("none@nowhere.practice");
            for (String domain : List.of("ok.practice", "alias.practice", "implicit.practice")) {
                DeliveryEvent.AttemptEnded ended = attempt(rig, domain);
                assertThat(ended.trouble()).isNull();
                assertThat(ended.evidence().action()).isEqualTo(DaneAction.NOT_ASKED);
            }
            rig.await(DeliveryEvent.RecipientBounced.class, b -> b.destination().equals("nowhere.practice"));
            assertThat(rig.events(DeliveryEvent.TlsSucceeded.class))
                    .isNotEmpty()
                    .noneMatch(t -> t.daneVerified());
        } finally {
            network.dns().faults().stripSignatures(false);
        }
    }

    @Test
    void a_resolver_that_never_answers_for_keys_holds_mail_only_where_dane_may_apply() throws Exception {
        network.dns().faults().drop("", "DNSKEY");
        try (EngineRig none = rig("no-keys", EngineRig.dane(DaneSupport.NONE));
                EngineRig mandatory = rig("no-keys-mandatory", EngineRig.dane(DaneSupport.MANDATORY))) {
            none.relay("keys@ok.practice");
            mandatory.relay("waits@ok.practice");
            assertThat(attempt(none, "ok.practice").trouble()).isNull();
            DeliveryEvent.AttemptEnded ended = attempt(mandatory, "ok.practice");
            assertThat(ended.evidence().action()).isEqualTo(DaneAction.DANE_FAIL);
            assertThat(ended.trouble().text()).contains("drops DNSSEC data", "asking . DNSKEY failed");
            assertThat(mandatory.queue.backlog("ok.practice").activeRecipients())
                    .isEqualTo(1);
        } finally {
            network.dns().faults().heal();
        }
    }

    @Test
    void under_none_the_host_of_an_smtp_route_is_found() throws Exception {
        network.dns().faults().stripSignatures(true);
        SmtpRoute route = new SmtpRoute(
                DomainPattern.parse("routed.example"),
                List.of(new SmtpRoute.Host.Relay("mx.ok.practice", network.deliveryPort(), 0)));
        try (EngineRig rig = rig("route", EngineRig.both(EngineRig.dane(DaneSupport.NONE), EngineRig.route(route)))) {
            rig.relay("route@routed.example");
            assertThat(attempt(rig, "routed.example").trouble()).isNull();
        } finally {
            network.dns().faults().stripSignatures(false);
        }
    }

    @Test
    void where_dane_may_apply_it_waits_and_the_reason_names_the_resolver() throws Exception {
        network.dns().faults().stripSignatures(true);
        try {
            for (DaneSupport support : List.of(DaneSupport.OPPORTUNISTIC, DaneSupport.MANDATORY)) {
                try (EngineRig rig = rig(support.name(), EngineRig.dane(support))) {
                    rig.relay("waits@ok.practice");
                    DeliveryEvent.AttemptEnded ended = attempt(rig, "ok.practice");
                    assertThat(ended.evidence().action()).isEqualTo(DaneAction.DANE_FAIL);
                    assertThat(ended.trouble().text()).contains("drops DNSSEC data");
                    assertThat(rig.queue.backlog("ok.practice").activeRecipients())
                            .isEqualTo(1);
                }
            }
        } finally {
            network.dns().faults().stripSignatures(false);
        }
    }

    @Test
    void a_bogus_name_through_a_resolver_that_passes_dnssec_holds_under_none_too() throws Exception {
        try (EngineRig rig = rig("bogus", EngineRig.dane(DaneSupport.NONE))) {
            for (String domain : List.of(
                    "broken-mx.practice", "no-signature.practice", "expired.practice", "broken-host.practice")) {
                rig.relay("bogus@" + domain);
                assertThat(attempt(rig, domain).trouble()).isNotNull();
                assertThat(rig.queue.backlog(domain).activeRecipients()).isEqualTo(1);
            }
        }
        assertThat(network.inbox().all()).noneMatch(m -> m.recipients().stream().anyMatch(r -> r.startsWith("bogus@")));
    }
}
