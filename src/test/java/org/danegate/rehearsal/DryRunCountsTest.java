package org.danegate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.TlsSupport;
import org.danegate.rehearsal.Outlook.Fate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the summary of a dry run counts.
class DryRunCountsTest {

    @ParameterizedTest
    @CsvSource({
        // now, after, known, differs, worse
        "DANE, DANE, true, false, false",
        "TLS_SUPPORT, DANE, true, true, false",
        "TLS_SUPPORT, WAITS, true, true, true",
        "ENCRYPTED, WAITS, true, true, true",
        "FALLBACK, BOUNCES, true, true, true",
        "DANE, DROPPED, true, true, true",
        "DROPPED, WAITS, true, true, false",
        "WAITS, BOUNCES, true, true, false",
        "UNKNOWN, WAITS, false, false, false",
        "DANE, UNKNOWN, false, false, false",
        "UNKNOWN, UNKNOWN, false, false, false",
        "UNCHECKED, WAITS, false, false, false",
        "TLS_SUPPORT, UNCHECKED, false, false, false",
        "UNCHECKED, UNCHECKED, false, false, false"
    })
    void a_destination_is_counted_once_and_only_for_what_is_known(
            Fate now, Fate after, boolean known, boolean differs, boolean worse) {
        DryRun.Line line = line(3, 2, now, after);

        assertThat(line.known()).isEqualTo(known);
        assertThat(line.differs()).isEqualTo(differs);
        assertThat(line.worse()).isEqualTo(worse);
    }

    @Test
    void what_is_not_known_is_counted_apart() {
        DryRun run = new DryRun(
                "x",
                Instant.EPOCH,
                "",
                false,
                List.of(
                        line(5, 4, Fate.TLS_SUPPORT, Fate.WAITS),
                        line(7, 7, Fate.DANE, Fate.UNKNOWN),
                        line(1, 1, Fate.UNKNOWN, Fate.WAITS)),
                0);

        assertThat(run.differing()).isEqualTo(1);
        assertThat(run.worse()).isEqualTo(1);
        assertThat(run.unknown()).isEqualTo(2);
        assertThat(run.waiting()).isEqualTo(5);
        assertThat(run.messages()).isEqualTo(4);
        assertThat(run.stopsAfter()).isEqualTo(1);
        assertThat(run.waitingOpen()).isEqualTo(8);
    }

    @Test
    void what_was_not_looked_at_is_counted_apart_from_what_is_not_known() {
        DryRun run = new DryRun(
                "x",
                Instant.EPOCH,
                "",
                false,
                List.of(
                        line(13, 13, Fate.UNCHECKED, Fate.UNCHECKED),
                        line(2, 1, Fate.TLS_SUPPORT, Fate.UNCHECKED),
                        line(4, 4, Fate.UNKNOWN, Fate.DROPPED),
                        line(1, 1, Fate.TLS_SUPPORT, Fate.TLS_SUPPORT)),
                0);

        assertThat(run.unchecked()).isEqualTo(2);
        assertThat(run.unknown()).isEqualTo(1);
        assertThat(run.open()).isEqualTo(3);
        assertThat(run.waitingOpen()).isEqualTo(19);
        assertThat(run.stopsAfter()).isEqualTo(1);
        assertThat(run.differing()).isZero();
        assertThat(run.worse()).isZero();
    }

    private static DryRun.Line line(int waiting, int messages, Fate now, Fate after) {
        return new DryRun.Line("a.example", waiting, messages, outlook(now), outlook(after));
    }

    private static Outlook outlook(Fate fate) {
        return new Outlook(fate, TlsSupport.REQUIRED, DaneSupport.OPPORTUNISTIC, Said.of("because"));
    }
}
