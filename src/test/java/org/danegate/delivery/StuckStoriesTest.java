package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Trouble;
import org.danegate.monitor.AttemptPath;
import org.danegate.monitor.DigestPair;
import org.danegate.monitor.PathStep;
import org.danegate.monitor.PathStep.Name;
import org.danegate.monitor.PathStep.State;
import org.danegate.monitor.Side;
import org.danegate.policy.DaneSupport;
import org.danegate.practice.PracticeNetwork;
import org.danegate.practice.PracticeStory;
import org.danegate.practice.ReceiverBehaviour;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every story of the practice network as the steps that Delivery Status shows: which one broke, and whose side it is
/// on.
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class StuckStoriesTest {

    private PracticeNetwork network;
    private final Map<DaneSupport, EngineRig> rigs = new EnumMap<>(DaneSupport.class);

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        network = PracticeNetwork.start();
        network.receiver("mx.slow.practice")
                .orElseThrow()
                .behave(ReceiverBehaviour.good().delay(Duration.ofMillis(200)));
        network.receiver("mx.drips.practice")
                .orElseThrow()
                .behave(ReceiverBehaviour.good().drip(Duration.ofMillis(20), 30));
        for (DaneSupport support : List.of(DaneSupport.MANDATORY, DaneSupport.OPPORTUNISTIC)) {
            Path own = Files.createDirectory(folder.resolve(support.name()));
            EngineRig rig = new EngineRig(own, network, EngineRig.dane(support));
            rigs.put(support, rig);
            for (PracticeStory story : network.stories()) {
                rig.relay("someone@" + story.domain());
            }
            for (PracticeStory story : network.stories()) {
                attempt(story.domain(), support);
            }
        }
    }

    @AfterAll
    void stop() throws Exception {
        rigs.values().forEach(EngineRig::close);
        network.close();
    }

    private DeliveryEvent.AttemptEnded attempt(String domain, DaneSupport support) throws Exception {
        return rigs.get(support)
                .await(DeliveryEvent.AttemptEnded.class, a -> a.destination().equals(domain));
    }

    private AttemptPath path(String domain, DaneSupport support) throws Exception {
        return AttemptPath.of(attempt(domain, support).evidence(), trouble(domain, support));
    }

    /// Also the refusal of the recipient, when a host took the conversation.
    private @Nullable Trouble trouble(String domain, DaneSupport support) throws Exception {
        return attempt(domain, support).trouble();
    }

    Stream<Arguments> stories() {
        return rigs.keySet().stream()
                .flatMap(support -> network.stories().stream().map(story -> Arguments.of(story.domain(), support)));
    }

    @ParameterizedTest(name = "{0} under {1}")
    @MethodSource("stories")
    void each_attempt_that_failed_has_a_broken_step_in_words_of_ours(String domain, DaneSupport support)
            throws Exception {
        AttemptPath path = path(domain, support);

        // MTA-STS Support is None here.
        assertThat(path.steps())
                .extracting(PathStep::name)
                .containsExactlyElementsOf(EnumSet.complementOf(EnumSet.of(Name.STS)));
        assertThat(path.broken().isPresent()).isEqualTo(trouble(domain, support) != null);
        assertThat(trouble(domain, support) == null)
                .as("no trouble where mail was delivered, and only there")
                .isEqualTo(rigs.get(support).events(DeliveryEvent.RecipientDelivered.class).stream()
                        .anyMatch(e -> e.destination().equals(domain)));
        for (PathStep step : path.steps()) {
            assertThat(step.says().english()).isNotBlank().doesNotContain("rrset", "RRset", "{");
            assertThat(step.side() != null).isEqualTo(step.state() == State.BROKEN);
        }
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource({
        "wrong-certificate.practice, CERTIFICATE, THEIRS, does not match its TLSA record",
        "wrong-name.practice, CERTIFICATE, THEIRS, but it is for other names",
        "unusable.practice, TLSA, THEIRS, usable",
        "no-tlsa.practice, TLSA, OURS, publishes no TLSA record",
        "unsigned.practice, MX, OURS, not signed",
        "insecure-mx.practice, MX, OURS, not signed",
        "insecure-host.practice, ADDRESS, OURS, not signed",
        "insecure-tlsa.practice, TLSA, OURS, not signed",
        "expired.practice, MX, THEIRS, expired at",
        "broken-mx.practice, MX, DNS, does not verify",
        "broken-host.practice, ADDRESS, DNS, does not verify",
        "broken-tlsa.practice, TLSA, DNS, does not verify",
        "no-signature.practice, MX, DNS, is missing",
        "servfail.practice, TLSA, DNS, could not answer",
        "no-starttls.practice, STARTTLS, THEIRS, offers no STARTTLS",
        "refused-starttls.practice, STARTTLS, THEIRS, refused STARTTLS",
        "injected.practice, STARTTLS, THEIRS, TLS could not be established",
        "broken-handshake.practice, STARTTLS, THEIRS, TLS could not be established",
        "old-tls.practice, STARTTLS, THEIRS, TLS could not be established",
        "busy.practice, CONNECT, THEIRS, 421 4.3.2 Too busy",
        "later.practice, ACCEPTED, THEIRS, try later: 451",
        "refuses.practice, ACCEPTED, THEIRS, refuses the mail: 550",
        "hangs-up.practice, ACCEPTED, BETWEEN, broke off",
        "dead.practice, CONNECT, BETWEEN, No connection",
        "null-mx.practice, MX, THEIRS, accepts no mail",
        "nowhere.practice, MX, THEIRS, does not exist",
        "no-address.practice, ADDRESS, THEIRS, has no address",
        "no-host.practice, ADDRESS, THEIRS, has no address",
        "address-as-mx.practice, MX, THEIRS, names a usable host",
        "loops.practice, MX, THEIRS, lead back",
        "mistyped.compact.practice, MX, THEIRS, does not exist",
        "explained.practice, TLSA, DNS, could not answer",
        "sha1.practice, MX, OURS, signed with SHA-1 only"
    })
    void the_broken_step_names_whose_side_it_is_on(String domain, Name name, Side side, String words) throws Exception {
        PathStep broken = path(domain, DaneSupport.MANDATORY).broken().orElseThrow();

        assertThat(broken.says().english()).contains(words);
        assertThat(broken.name()).isEqualTo(name);
        assertThat(broken.side()).isEqualTo(side);
    }

    @Test
    void no_starttls_is_no_failed_certificate() throws Exception {
        AttemptPath path = path("no-starttls.practice", DaneSupport.MANDATORY);

        assertThat(state(path, Name.CERTIFICATE)).isEqualTo(State.NOT_REACHED);
        assertThat(attempt("no-starttls.practice", DaneSupport.MANDATORY)
                        .trouble()
                        .text())
                .doesNotContain("certificate");
    }

    @Test
    void the_prose_of_the_validator_is_kept_for_who_wants_it() throws Exception {
        PathStep broken =
                path("broken-mx.practice", DaneSupport.MANDATORY).broken().orElseThrow();

        assertThat(broken.prose().toLowerCase(Locale.ROOT)).contains("rrset");
    }

    @Test
    void the_demanded_digest_stands_above_the_shown_one() throws Exception {
        List<DigestPair> pairs =
                path("wrong-certificate.practice", DaneSupport.MANDATORY).digests();

        assertThat(pairs).hasSize(1);
        assertThat(pairs.getFirst().demanded()).matches("3 1 1 [0-9a-f]{64}");
        assertThat(pairs.getFirst().shown())
                .matches("3 1 1 [0-9a-f]{64}")
                .isNotEqualTo(pairs.getFirst().demanded());
        assertThat(pairs.getFirst().matches()).isFalse();
    }

    @Test
    void a_matching_certificate_shows_the_digest_that_was_demanded() throws Exception {
        DigestPair pair = path("ok.practice", DaneSupport.MANDATORY).digests().getFirst();

        assertThat(pair.shown()).isEqualTo(pair.demanded());
        assertThat(pair.matches()).isTrue();
    }

    @Test
    void a_success_passes_every_step_and_says_how_long_connection_and_handshake_took() throws Exception {
        AttemptPath path = path("ok.practice", DaneSupport.MANDATORY);

        assertThat(path.steps()).extracting(PathStep::state).containsOnly(State.PASSED);
        assertThat(path.steps())
                .filteredOn(s -> s.name() == Name.CONNECT || s.name() == Name.STARTTLS)
                .allSatisfy(s -> assertThat(s.took()).isPositive());
    }

    @Test
    void a_fallback_passes_with_a_note() throws Exception {
        AttemptPath path = path("no-tlsa.practice", DaneSupport.OPPORTUNISTIC);

        assertThat(state(path, Name.TLSA)).isEqualTo(State.NOTED);
        assertThat(state(path, Name.CERTIFICATE)).isEqualTo(State.SKIPPED);
        assertThat(path.broken()).isEmpty();
    }

    private static State state(AttemptPath path, Name name) {
        return path.steps().stream()
                .filter(s -> s.name() == name)
                .findFirst()
                .orElseThrow()
                .state();
    }
}
