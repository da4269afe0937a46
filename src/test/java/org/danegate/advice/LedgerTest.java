package org.danegate.advice;

import static org.assertj.core.api.Assertions.assertThat;

import org.danegate.advice.Replay.Fate;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.TlsSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The fallback ledger, regressions, and drafts with their replay.
class LedgerTest {

    private static final DestinationProfile AFTER = DestinationProfile.defaults();

    private static SessionFacts withoutSts(Cause cause) {
        return new SessionFacts(
                Level.ENCRYPTED,
                Cause.NOT_ASKED,
                cause,
                null,
                null,
                null,
                StsSeen.ABSENT,
                Judged.YES,
                Judged.NO,
                false,
                false);
    }

    @Test
    void a_row_ends_after_fourteen_days_without_another() {
        Past past = new Past().sessions(60, 30, Past.DANE).on(Past.TODAY.minusDays(14), 2, Past.ENCRYPTED);
        assertThat(Ledger.of(past.known())).hasSize(1);
        Past older = new Past().sessions(60, 30, Past.DANE).on(Past.TODAY.minusDays(15), 2, Past.ENCRYPTED);
        assertThat(Ledger.of(older.known())).isEmpty();
    }

    @Test
    void what_was_never_better_is_no_fallback() {
        Past before =
                new Past().on(Past.TODAY.minusDays(3), 5, Past.ENCRYPTED).on(Past.TODAY.minusDays(1), 5, Past.DANE);
        assertThat(Ledger.of(before.known())).isEmpty();
    }

    @Test
    void our_own_settings_are_no_fallback() {
        Past off = new Past().sessions(60, 10, Past.DANE).on(Past.TODAY, 5, Past.VERIFIED);
        assertThat(Ledger.of(off.known())).isEmpty();
        assertThat(Regression.of(off.known(), Past.TODAY)).isEmpty();
    }

    @Test
    void a_policy_that_is_gone_or_expired_is_named() {
        SessionFacts sts = new SessionFacts(
                Level.STS,
                Cause.NOT_ASKED,
                Cause.NOTHING,
                null,
                null,
                null,
                StsSeen.ENFORCE,
                Judged.YES,
                Judged.YES,
                false,
                false);
        Past past = new Past()
                .sessions(30, 10, sts)
                .on(Past.TODAY, 1, withoutSts(Cause.STS_ABSENT))
                .on(Past.TODAY, 2, withoutSts(Cause.STS_FETCH_FAILED));
        assertThat(Ledger.of(past.known()))
                .extracting(row -> row.cause().word())
                .containsExactly("sts-absent", "sts-expired");
    }

    @Test
    @Tag("D-93")
    void a_regression_needs_ten_sessions_and_ninety_percent() {
        Past few = new Past().sessions(9, 9, Past.DANE).on(Past.TODAY, 5, Past.ENCRYPTED);
        assertThat(Regression.of(few.known(), Past.TODAY)).isEmpty();
        Past mixed = new Past()
                .sessions(80, 10, Past.DANE)
                .sessions(20, 10, Past.ENCRYPTED)
                .on(Past.TODAY, 5, Past.ENCRYPTED);
        assertThat(Regression.of(mixed.known(), Past.TODAY)).isEmpty();
        Past mostly = new Past()
                .sessions(90, 10, Past.DANE)
                .sessions(10, 10, Past.ENCRYPTED)
                .on(Past.TODAY, 5, Past.ENCRYPTED);
        assertThat(Regression.of(mostly.known(), Past.TODAY))
                .hasValueSatisfying(
                        r -> assertThat(r.wording("example.net").english())
                                .isEqualTo(
                                        "example.net: 5 sessions with TLS, certificate not verified today, while nearly all of 100 "
                                                + "sessions in the 14 days before had DANE. Cause: no TLSA record. No mail is held."));
    }

    @Test
    @Tag("A-01")
    void a_replay_says_what_would_have_been_held() {
        DomainPast past = new Past()
                .sessions(40, 10, Past.DANE)
                .sessions(3, 3, Past.ENCRYPTED)
                .known();
        Replay mandatory = Replay.of(past, new Draft.Dane(DaneSupport.MANDATORY), AFTER);
        assertThat(mandatory.of(Fate.SAME).sessions()).isEqualTo(40);
        assertThat(mandatory.of(Fate.HELD).messages()).isEqualTo(3);
    }

    @Test
    @Tag("A-03")
    void a_replay_of_opportunistic_goes_by_the_probed_hosts() {
        DomainPast past = new Past()
                .sessions(5, 5, Past.VERIFIED)
                .at("mx20.example.net", Past.TODAY.minusDays(1), 2, Past.VERIFIED)
                .at("mx30.example.net", Past.TODAY.minusDays(1), 1, Past.VERIFIED)
                .probe(Past.probed(
                        SecurityStatus.SECURE,
                        StsSeen.ABSENT,
                        Past.matching(Past.HOST),
                        Past.withoutTlsa("mx20.example.net")))
                .known();
        assertThat(Replay.of(past, new Draft.InheritDane(), AFTER.with(DestinationSetting.DANE, DaneSupport.MANDATORY))
                        .of(Fate.HELD)
                        .sessions())
                .as("inherited Mandatory holds at the host without TLSA")
                .isEqualTo(2);
        Replay replay = Replay.of(past, new Draft.Dane(DaneSupport.OPPORTUNISTIC), AFTER);
        assertThat(replay.of(Fate.BETTER).sessions()).isEqualTo(5);
        assertThat(replay.of(Fate.SAME).sessions()).isEqualTo(2);
        assertThat(replay.of(Fate.UNKNOWN).sessions()).isEqualTo(1);
    }

    @Test
    @Tag("A-07")
    void a_draft_changes_one_setting_of_one_domain() {
        DestinationControls controls = DestinationControls.defaults();
        Draft draft = new Draft.Tls(TlsSupport.REQUIRED);
        assertThat(draft.isIn(controls, Past.DOMAIN)).isFalse();
        DestinationControls next = draft.in(controls, Past.DOMAIN);
        assertThat(draft.isIn(next, Past.DOMAIN)).isTrue();
        assertThat(next.entries()).hasSize(1);
        assertThat(next.effectiveFor(Past.DOMAIN).profile().tls()).isEqualTo(TlsSupport.REQUIRED);
        assertThat(next.effectiveFor(Past.DOMAIN).profile().dane()).isEqualTo(DaneSupport.NONE);
    }

    @Test
    void facts_survive_their_text() {
        assertThat(SessionFacts.of(Past.DANE.text())).isEqualTo(Past.DANE);
        assertThat(SessionFacts.of(Past.VERIFIED.text())).isEqualTo(Past.VERIFIED);
        assertThat(Past.DANE.text().length()).isLessThan(150);
    }
}
