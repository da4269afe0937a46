package org.danegate.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
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
    void a_reason_of_validation_is_cut_between_characters() {
        String reason = "a".repeat(999) + "\ud83d\ude00".repeat(500);
        Provenance of = new Provenance(reason, null, Duration.ZERO, null, null, Duration.ZERO, false);
        assertThat(of.reason()).isEqualTo("a".repeat(999) + " … and 1000 more characters");
    }
}
