package org.danegate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.monitor.Attempt;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.TlsSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What earlier delivery attempts say about a host in a dry run.
class TriedTest {

    private static final String HOST = "mx.example";
    private static final DomainName BASE = new DomainName(HOST);
    private static final TlsaRecord ONE = record(1);
    private static final TlsaRecord TWO = record(2);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void a_certificate_that_mail_waits_for_is_known_whatever_the_order_of_the_records() {
        Tried tried = Tried.inAttempts(
                Tried.Need.CERTIFICATE,
                plan("now", TWO, ONE),
                HOST,
                List.of(attempt(NOON, plan("then", ONE, TWO), new DaneVerdict.Failed("matches none of 2 records"))));

        assertThat(tried).isEqualTo(new Tried.Refused(Said.of("matches none of 2 records"), NOON));
    }

    @Test
    void an_attempt_that_reached_no_handshake_does_not_hide_the_one_before() {
        Tried tried = Tried.inAttempts(
                Tried.Need.CERTIFICATE,
                plan("", ONE),
                HOST,
                List.of(
                        attempt(NOON, plan("", ONE), null),
                        attempt(NOON.minusSeconds(60), plan("", ONE), new DaneVerdict.Failed("matches none"))));

        assertThat(tried).isEqualTo(new Tried.Refused(Said.of("matches none"), NOON.minusSeconds(60)));
    }

    @Test
    void an_attempt_under_other_records_says_nothing_and_neither_do_those_before_it() {
        Tried tried = Tried.inAttempts(
                Tried.Need.CERTIFICATE,
                plan("", ONE),
                HOST,
                List.of(
                        attempt(NOON, plan("", TWO), new DaneVerdict.Failed("matches none")),
                        attempt(NOON.minusSeconds(60), plan("", ONE), new DaneVerdict.Success(ONE, 0, "matches"))));

        assertThat(tried).isInstanceOf(Tried.NotMade.class);
    }

    @Test
    void a_certificate_that_was_not_seen_in_this_run_never_delivers_by_dane() {
        DestinationProfile profile = DestinationProfile.defaults();
        PlannedHost seenBefore =
                new PlannedHost(HOST, plan("secure", ONE), true, "", new Tried.Passed(Said.of("matches"), NOON));
        PlannedHost seenNow =
                new PlannedHost(HOST, plan("secure", ONE), true, "", new Tried.Passed(Said.of("matches"), null));

        assertThat(seenBefore.outlook(profile).fate()).isEqualTo(Outlook.Fate.UNCHECKED);
        assertThat(seenBefore.outlook(profile).reason()).contains("certificate not checked", "matches");
        assertThat(seenBefore.outlook(profile).attempt()).isEqualTo(NOON);
        assertThat(seenNow.outlook(profile).fate()).isEqualTo(Outlook.Fate.DANE);
    }

    @Test
    void the_words_say_whether_the_certificate_or_only_tls_was_not_checked() {
        assertThat(new Outlook(Outlook.Fate.UNCHECKED, TlsSupport.REQUIRED, DaneSupport.MANDATORY, Said.of("")).word())
                .isEqualTo("unchecked");
        assertThat(new Outlook(Outlook.Fate.UNCHECKED, TlsSupport.REQUIRED, DaneSupport.NONE, Said.of("")).word())
                .isEqualTo("unchecked.tls");
    }

    private static DanePlan plan(String reason, TlsaRecord... records) {
        return new DanePlan.Authenticate(BASE, List.of(records), List.of(BASE), reason);
    }

    private static TlsaRecord record(int digest) {
        return new TlsaRecord(3, 1, 1, new byte[] {(byte) digest});
    }

    /// @param verdict null when the address did not answer
    private static Attempt attempt(Instant at, DanePlan plan, @Nullable DaneVerdict verdict) {
        Evidence.AddressResult address =
                new Evidence.AddressResult(InetAddress.getLoopbackAddress(), 25, null, verdict, "");
        Evidence.HostResult host = new Evidence.HostResult(HOST, null, plan, List.of(address), "");
        return new Attempt(
                at,
                1,
                new Evidence("example", DaneSupport.MANDATORY, null, null, List.of(host), DaneAction.DANE_FAIL, "", at),
                null);
    }
}
