package org.danegate.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.TlsSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The vectors of the Advisor: 30 days of a domain, a probe now, and the advice.
class AdviceVectorsTest {

    private static final DomainSettings OPPORTUNISTIC =
            Past.settings(DaneSupport.OPPORTUNISTIC, TlsSupport.PREFERRED, false);
    private static final DomainSettings NO_DANE = Past.settings(DaneSupport.NONE, TlsSupport.PREFERRED, false);
    private static final ProbeResult ALL_MATCH = Past.probed(
            SecurityStatus.SECURE, StsSeen.ABSENT, Past.matching(Past.HOST), Past.matching("mx20.example.net"));
    private static final ProbeResult NO_DNSSEC =
            Past.probed(SecurityStatus.INSECURE, StsSeen.ABSENT, Past.withoutTlsa(Past.HOST));

    @Test
    @Tag("v01")
    void thirty_days_of_dane_and_matching_hosts_are_ready() {
        Past past = new Past().sessions(40, 12, Past.DANE).probe(ALL_MATCH);
        assertThat(past.ids(OPPORTUNISTIC)).containsExactly("A-01");
    }

    @Test
    @Tag("v02")
    void a_backup_host_without_tlsa_is_missing() {
        Past past = new Past()
                .sessions(40, 12, Past.DANE)
                .probe(Past.probed(
                        SecurityStatus.SECURE,
                        StsSeen.ABSENT,
                        Past.matching(Past.HOST),
                        Past.withoutTlsa("mx20.example.net")));
        assertThat(past.ids(OPPORTUNISTIC)).containsExactly("A-02");
    }

    @Test
    @Tag("v03")
    void one_fallback_is_missing() {
        Past past = new Past()
                .sessions(39, 12, Past.DANE)
                .on(Past.TODAY.minusDays(4), 1, Past.ENCRYPTED)
                .probe(ALL_MATCH);
        assertThat(past.ids(OPPORTUNISTIC)).containsExactly("A-02");
    }

    @Test
    @Tag("v04")
    void nineteen_sessions_are_not_enough() {
        Past past = new Past().sessions(19, 12, Past.DANE).probe(ALL_MATCH);
        assertThat(past.ids(OPPORTUNISTIC)).containsExactly("A-02");
    }

    @Test
    @Tag("v05")
    void nine_days_are_not_enough() {
        Past past = new Past().sessions(400, 9, Past.DANE).probe(ALL_MATCH);
        assertThat(past.ids(OPPORTUNISTIC)).containsExactly("A-02");
    }

    @Test
    @Tag("v06")
    void refused_connections_do_not_count() {
        Past past = new Past()
                .sessions(40, 12, Past.DANE)
                .on(Past.TODAY.minusDays(2), 5, Past.NO_ANSWER)
                .probe(ALL_MATCH);
        assertThat(past.ids(OPPORTUNISTIC)).containsExactly("A-01");
    }

    @Test
    @Tag("v07")
    void an_insecure_mx_record_on_one_day_is_missing() {
        SessionFacts insecure = new SessionFacts(
                Level.UNREACHED,
                Cause.MX_INSECURE,
                Cause.NOT_ASKED,
                SecurityStatus.INSECURE,
                SecurityStatus.SECURE,
                SecurityStatus.SECURE,
                StsSeen.NOT_ASKED,
                Judged.UNKNOWN,
                Judged.UNKNOWN,
                false,
                false);
        LocalDate third = Past.TODAY.minusDays(3);
        Past past =
                new Past().sessions(40, 12, Past.DANE).on(third, 1, insecure).probe(ALL_MATCH);
        assertThat(past.ids(OPPORTUNISTIC)).containsExactly("A-02");
        assertThat(AdviceRules.of(past.known(), OPPORTUNISTIC).getFirst().evidence())
                .anySatisfy(w ->
                        assertThat(w.english()).isEqualTo("MX record of mx10.example.net: INSECURE on 2026-11-24."));
    }

    @Test
    @Tag("v08")
    void without_sessions_there_is_no_advice() {
        assertThat(new Past().probe(ALL_MATCH).ids(OPPORTUNISTIC)).isEmpty();
    }

    @Test
    @Tag("v09")
    void sixty_verified_sessions_are_ready_for_verify() {
        Past past = new Past().sessions(60, 11, Past.VERIFIED).probe(NO_DNSSEC);
        assertThat(past.ids(NO_DANE)).containsExactly("A-08");
    }

    @Test
    @Tag("v10")
    void one_session_in_clear_text_is_too_much() {
        Past past = new Past()
                .sessions(60, 11, Past.VERIFIED)
                .on(Past.TODAY.minusDays(5), 1, Past.CLEAR)
                .probe(NO_DNSSEC);
        assertThat(past.ids(NO_DANE)).isEmpty();
    }

    @Test
    @Tag("v11")
    @Tag("D-93")
    void sessions_that_lose_dane_are_aRegression_in_the_ledger() {
        DomainPast past = new Past()
                .sessions(100, 13, Past.DANE)
                .on(Past.TODAY, 12, Past.ENCRYPTED)
                .known();
        assertThat(Ledger.of(past)).singleElement().satisfies(row -> {
            assertThat(row.host()).isEqualTo(Past.HOST);
            assertThat(row.cause()).isEqualTo(Cause.TLSA_NONE);
            assertThat(row.level()).isEqualTo(Level.ENCRYPTED);
            assertThat(row.before()).isEqualTo(Level.DANE);
            assertThat(row.first()).isEqualTo(Past.TODAY);
            assertThat(row.count().sessions()).isEqualTo(12);
        });
        assertThat(Regression.of(past, Past.TODAY))
                .contains(new Regression(Past.TODAY, Level.DANE, 100, Level.ENCRYPTED, 12, Cause.TLSA_NONE));
    }
}
