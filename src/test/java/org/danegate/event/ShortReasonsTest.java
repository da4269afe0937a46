package org.danegate.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence;
import org.danegate.dns.answer.Provenance;
import org.junit.jupiter.api.Test;

/// Reasons are short, however much a peer or a resolver has to say.
class ShortReasonsTest {

    @Test
    void a_reply_of_hundreds_of_long_lines_keeps_its_beginning_and_says_how_much_more_there_was() {
        List<String> said = Collections.nCopies(500, "x".repeat(4090));
        Trouble trouble = new Trouble("550", "5.1.1", "Unknown address error", said, false);
        assertThat(trouble.lines()).hasSize(21).last().isEqualTo("… and 480 more lines");
        assertThat(trouble.lines().getFirst()).startsWith("x".repeat(600)).endsWith(" … and 3490 more characters");
        assertThat(trouble.text()).hasSizeLessThan(2100);
        Trouble again = new Trouble("550", "5.1.1", "Unknown address error", trouble.lines(), false);
        assertThat(again).as("cut once").isEqualTo(trouble);
    }

    @Test
    void a_reply_as_long_as_smtp_allows_stays_to_the_letter() {
        List<String> said = Collections.nCopies(20, "y".repeat(510));
        assertThat(new Trouble("550", "5.1.1", "Unknown address error", said, false).lines())
                .isEqualTo(said);
    }

    @Test
    void what_happened_is_told_in_short_whoever_chose_the_words() throws Exception {
        String words = "z".repeat(60_000);
        Instant at = Instant.EPOCH;
        InetAddress peer = InetAddress.getByName("192.0.2.1");
        assertThat(new DeliveryEvent.TlsFailed(at, 1, "d", "h", peer, words, true).reason())
                .hasSizeLessThan(2100);
        assertThat(new DeliveryEvent.ConnectionFailed(at, 1, "d", "h", peer, 25, words).details())
                .hasSizeLessThan(2100);
        assertThat(new DeliveryEvent.DnsTrouble(at, "d", "n", "MX", words).reason())
                .hasSizeLessThan(2100);
        assertThat(new DeliveryEvent.SystemNotice(at, true, words).text()).hasSizeLessThan(2100);
        assertThat(new DeliveryEvent.RecipientDelivered(at, 1, 1, 0, "d", words, Duration.ZERO).response())
                .hasSizeLessThan(2100);
        assertThat(new DaneVerdict.Failed(words + "\u202e").reason()).hasSizeLessThan(1100);
        Evidence.AddressResult result = new Evidence.AddressResult(peer, 25, null, null, "\u202e" + words);
        assertThat(result.outcome()).startsWith("?z").hasSizeLessThan(1100);
        assertThat(new Evidence.HostResult("h", null, new DanePlan.NotAsked(""), List.of(result), words).outcome())
                .hasSizeLessThan(1100);
    }

    @Test
    void a_reason_of_validation_is_cut_between_characters() {
        String reason = "a".repeat(999) + "\ud83d\ude00".repeat(500);
        Provenance of = Provenance.unsigned(reason, null, Duration.ZERO, Duration.ZERO);
        assertThat(of.reason()).isEqualTo("a".repeat(999) + " … and 1000 more characters");
    }
}
