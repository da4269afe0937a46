package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence;
import org.danegate.dns.QueryLog;
import org.danegate.dns.ValidatingLookup;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DnsSettings;
import org.danegate.practice.PracticeNetwork;
import org.danegate.practice.PracticeSettings;
import org.danegate.practice.PracticeStory;
import org.danegate.practice.PracticeStory.Ending;
import org.danegate.practice.ReceivedMessage;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.verify.DaneVerify;
import org.danegate.verify.Verdict;
import org.danegate.verify.Verification;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every story of the practice network, delivered under both kinds of DANE Support: what comes of it is what the story
/// says, on the wire and in the queue.
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class PracticeDeliveryTest {

    private static final String NO_HANDSHAKE = "no handshake";

    private PracticeNetwork network;
    private DaneVerify verify;
    private final Map<DaneSupport, EngineRig> rigs = new EnumMap<>(DaneSupport.class);

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        network = PracticeNetwork.start();
        network.receiver("mx.slow.practice")
                .orElseThrow()
                .behave(ReceiverBehaviour.good().delay(Duration.ofMillis(200)));
        // As it is, it would be left after five minutes.
        network.receiver("mx.drips.practice")
                .orElseThrow()
                .behave(ReceiverBehaviour.good().drip(Duration.ofMillis(20), 30));
        for (DaneSupport support : List.of(DaneSupport.MANDATORY, DaneSupport.OPPORTUNISTIC)) {
            Path own = java.nio.file.Files.createDirectory(folder.resolve(support.name()));
            EngineRig rig = new EngineRig(own, network, EngineRig.dane(support));
            rigs.put(support, rig);
            for (PracticeStory story : network.stories()) {
                rig.relay(address(story, support));
            }
            // One after the other: all stories twice at once are more questions than a busy machine answers in time.
            for (PracticeStory story : network.stories()) {
                rig.await(DeliveryEvent.AttemptEnded.class, a -> a.destination().equals(story.domain()));
            }
        }
        DnsSettings dns = PracticeSettings.dns(network, folder, Duration.ofSeconds(2));
        verify = new DaneVerify(
                new ValidatingLookup(() -> dns, InstantSource.system(), QueryLog.NONE),
                "gate.practice",
                network.deliveryPort(),
                DaneVerify.patience(),
                InstantSource.system());
    }

    @AfterAll
    void stop() throws Exception {
        rigs.values().forEach(EngineRig::close);
        network.close();
    }

    Stream<Arguments> stories() {
        return Stream.of(DaneSupport.MANDATORY, DaneSupport.OPPORTUNISTIC)
                .flatMap(support ->
                        network.stories().stream().map(story -> Arguments.of(story.domain(), support, story)));
    }

    @ParameterizedTest(name = "{0} under {1}")
    @MethodSource("stories")
    void each_story_ends_as_told__D49_D51_D85(String domain, DaneSupport support, PracticeStory story)
            throws Exception {
        EngineRig rig = rigs.get(support);
        Ending ending = support == DaneSupport.MANDATORY ? story.mandatory() : story.opportunistic();
        DeliveryEvent.AttemptEnded attempt =
                rig.await(DeliveryEvent.AttemptEnded.class, a -> a.destination().equals(domain));

        switch (ending) {
            case DANE_SUCCESS -> {
                assertThat(attempt.evidence().action())
                        .as(attempt.evidence().reason())
                        .isEqualTo(DaneAction.DANE_SUCCESS);
                assertThat(attempt.trouble()).isNull();
                assertThat(received(story, support).tlsProtocol()).isIn("TLSv1.2", "TLSv1.3");
                assertThat(rig.events(DeliveryEvent.TlsSucceeded.class))
                        .anyMatch(tls -> tls.destination().equals(domain) && tls.daneVerified());
                assertThat(rig.queue.backlog(domain).activeRecipients()).isZero();
            }
            case FALLBACK_TLS, ENCRYPTED -> {
                assertThat(attempt.evidence().action())
                        .as(attempt.evidence().reason())
                        .isEqualTo(DaneAction.FALLBACK_TLS);
                assertThat(received(story, support).tlsProtocol()).isNotNull();
                assertThat(rig.events(DeliveryEvent.TlsSucceeded.class))
                        .noneMatch(tls -> tls.destination().equals(domain) && tls.daneVerified());
            }
            case DANE_FAIL -> {
                assertThat(attempt.evidence().action())
                        .as(attempt.evidence().reason())
                        .isEqualTo(DaneAction.DANE_FAIL);
                assertThat(attempt.trouble()).isNotNull();
                assertThat(attempt.trouble().dane()).isTrue();
                assertThat(attempt.trouble().permanent()).isFalse();
                stays(rig, story, support);
            }
            case SOFT_BOUNCE -> stays(rig, story, support);
            case HARD_BOUNCE -> {
                rig.await(
                        DeliveryEvent.RecipientBounced.class,
                        b -> b.destination().equals(domain));
                assertThat(inbox(story, support)).isEmpty();
                assertThat(rig.queue.backlog(domain).activeRecipients()).isZero();
            }
        }
    }

    /// The road of a verification and of a delivery is one: the same hosts, the same plans, the same end of each.
    @ParameterizedTest(name = "{0}")
    @MethodSource("domains")
    void daneverify_and_delivery_never_differ(String domain) throws Exception {
        DeliveryEvent.AttemptEnded attempt = rigs.get(DaneSupport.MANDATORY)
                .await(DeliveryEvent.AttemptEnded.class, a -> a.destination().equals(domain));
        Verification verified = verify.verify(new DomainName(domain), stage -> {});
        assertThat(verified.verdict() == Verdict.DANE_SUCCESS)
                .isEqualTo(attempt.evidence().action() == DaneAction.DANE_SUCCESS);
        assertThat(hosts(verified.evidence())).isEqualTo(hosts(attempt.evidence()));
        if (verified.verdict() != Verdict.DANE_SUCCESS
                && attempt.evidence().hosts().isEmpty()) {
            assertThat(verified.evidence().domain()).isNotNull();
            assertThat(verified.evidence().domain().mxStatus())
                    .isEqualTo(attempt.evidence().domain().mxStatus());
        }
    }

    Stream<String> domains() {
        return network.stories().stream().map(PracticeStory::domain);
    }

    /// Host, what was planned, and how the last of its addresses ended. Hosts that did not answer beside one
    /// that did are left out: delivery asks those last that did not a moment ago.
    private static List<String> hosts(Evidence evidence) {
        boolean success = evidence.action() == DaneAction.DANE_SUCCESS;
        return evidence.hosts().stream()
                .filter(h -> !success || !end(h.addresses()).equals(NO_HANDSHAKE))
                .map(h -> h.host() + " " + h.plan().getClass().getSimpleName() + " " + end(h.addresses()))
                .toList();
    }

    private static String end(List<Evidence.AddressResult> addresses) {
        if (addresses.isEmpty()) {
            return "not connected";
        }
        DaneVerdict verdict = addresses.getLast().verdict();
        return verdict == null ? NO_HANDSHAKE : verdict.getClass().getSimpleName();
    }

    private void stays(EngineRig rig, PracticeStory story, DaneSupport support) throws Exception {
        DeliveryEvent.RecipientDelayed delayed = rig.await(
                DeliveryEvent.RecipientDelayed.class, d -> d.destination().equals(story.domain()));
        assertThat(delayed.trouble().dane())
                .isEqualTo((support == DaneSupport.MANDATORY ? story.mandatory() : story.opportunistic())
                        == Ending.DANE_FAIL);
        assertThat(Duration.between(delayed.at(), delayed.retryAt())).isEqualTo(Duration.ofSeconds(60));
        assertThat(inbox(story, support)).isEmpty();
        assertThat(rig.queue.backlog(story.domain()).activeRecipients()).isEqualTo(1);
    }

    private ReceivedMessage received(PracticeStory story, DaneSupport support) {
        assertThat(inbox(story, support)).hasSize(1);
        return inbox(story, support).getFirst();
    }

    private List<ReceivedMessage> inbox(PracticeStory story, DaneSupport support) {
        return network.inbox().all().stream()
                .filter(m -> m.recipients().contains(address(story, support)))
                .toList();
    }

    private static String address(PracticeStory story, DaneSupport support) {
        return support.name().toLowerCase(java.util.Locale.ROOT) + "@" + story.domain();
    }
}
