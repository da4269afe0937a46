package org.danegate.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import org.danegate.dialing.RequireTls.Dane;
import org.danegate.dialing.RequireTls.Facts;
import org.danegate.dialing.RequireTls.Sts;
import org.danegate.dialing.RequireTls.Verdict;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.event.TlsTag;
import org.danegate.policy.RequireTlsLevel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// REQUIRETLS at one host: the vectors that depend on the host, and what is lost at each level.
class RequireTlsTest {

    /// Vectors of messages with REQUIRETLS whose hosts DANE and TLS Support allow. Where MTA-STS is needed, its
    /// result is given as a fact.
    @Tag("Q-03")
    @Tag("Q-04")
    @Tag("Q-06")
    @Tag("Q-07")
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "q01, REQUIRETLS,            SECURE,   MATCH,    ABSENT,              false, true,  Tagged",
        "q02, REQUIRETLS,            SECURE,   NONE,     ABSENT,              true,  true,  Tagged",
        "q03, REQUIRETLS,            INSECURE, NONE,     ENFORCE_MATCHED,     true,  true,  Tagged",
        "q03b, REQUIRETLS,           INSECURE, NONE,     ENFORCE_NOT_MATCHED, true,  true,  5.7.10",
        "q04, REQUIRETLS,            INSECURE, NONE,     TESTING,             true,  true,  5.7.10",
        "q05, REQUIRETLS,            SECURE,   MATCH,    ABSENT,              false, false, 5.7.30",
        "q06, REQUIRETLS,            SECURE,   UNUSABLE, ABSENT,              false, true,  5.7.10",
        "q06b, REQUIRETLS,           SECURE,   UNUSABLE, ABSENT,              true,  true,  Tagged",
        "q08, REQUIRETLS_IF_OFFERED, SECURE,   NONE,     ABSENT,              false, false, Untagged",
        "q08b, REQUIRETLS_IF_OFFERED, SECURE,  NONE,     ABSENT,              false, true,  Tagged",
        "q09, NOT_REQUIRED,          SECURE,   NONE,     ABSENT,              false, true,  Untagged",
        "q14a, REQUIRETLS,           SECURE,   MATCH,    ABSENT,              false, false, 5.7.30",
        "q14b, REQUIRETLS,           SECURE,   MATCH,    ABSENT,              false, true,  Tagged",
    })
    void vectors(
            String n,
            TlsTag tag,
            SecurityStatus mx,
            Dane dane,
            Sts sts,
            boolean verified,
            boolean announced,
            String expected) {
        Facts facts = new Facts(true, mx, dane, sts, verified, announced);
        assertThat(word(RequireTls.verdict(RequireTlsLevel.ENFORCE, tag, facts)))
                .as(n)
                .isEqualTo(expected);
    }

    @Test
    @Tag("Q-03")
    void without_tls_nothing_is_enough() {
        Facts clear = new Facts(false, SecurityStatus.SECURE, Dane.MATCH, Sts.ENFORCE_MATCHED, true, true);
        assertThat(word(RequireTls.verdict(RequireTlsLevel.ENFORCE, TlsTag.REQUIRETLS, clear)))
                .isEqualTo("5.7.10");
    }

    @Tag("Q-15")
    @ParameterizedTest
    @CsvSource({
        "ENFORCE,                true,  true,  5.7.10",
        "OPPORTUNISTIC_STARTTLS, true,  true,  Tagged",
        "OPPORTUNISTIC_STARTTLS, true,  false, Untagged",
        "OPPORTUNISTIC_STARTTLS, false, false, 5.7.10",
        "OPPORTUNISTIC,          true,  true,  Tagged",
        "OPPORTUNISTIC,          true,  false, Untagged",
        "OPPORTUNISTIC,          false, false, Untagged",
        "DISABLE,                true,  true,  Untagged",
    })
    void levels_at_a_host_without_dnssec(RequireTlsLevel level, boolean tls, boolean announced, String expected) {
        Facts facts = new Facts(tls, SecurityStatus.INSECURE, Dane.NONE, Sts.ABSENT, false, announced);
        assertThat(word(RequireTls.verdict(level, TlsTag.REQUIRETLS, facts))).isEqualTo(expected);
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Tagged t -> "Tagged";
            case Verdict.Untagged u -> "Untagged";
            case Verdict.NotHere not -> not.enhanced();
        };
    }
}
