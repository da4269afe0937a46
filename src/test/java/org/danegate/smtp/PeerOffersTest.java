package org.danegate.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.danegate.smtp.PeerOffers.Failure;
import org.danegate.smtp.PeerOffers.Offer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is offered to peers after a failed handshake.
@Tag("KX-03")
class PeerOffersTest {

    private long nanos;
    private final PeerOffers offers = new PeerOffers(() -> nanos);

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "QUICK, false, ALERT, EVERYTHING, true",
                "QUICK, false, BROKEN, EVERYTHING, true",
                "QUICK, false, HUNG, EVERYTHING, false",
                "QUICK, true, ALERT, EVERYTHING, true",
                "QUICK, true, BROKEN, CLASSICAL, true",
                "QUICK, true, HUNG, CLASSICAL, true",
                "EVERYTHING, true, ALERT, -, false",
                "EVERYTHING, true, BROKEN, CLASSICAL, true",
                "EVERYTHING, true, HUNG, CLASSICAL, true",
                "EVERYTHING, false, BROKEN, -, false",
                "EVERYTHING, false, HUNG, -, false",
                "CLASSICAL, false, ALERT, -, false",
                "CLASSICAL, false, BROKEN, -, false",
                "CLASSICAL, false, HUNG, -, false",
            })
    void each_failure_leads_to_the_offer_that_may_help(
            Offer was, boolean large, Failure how, Offer next, boolean atOnce) {
        assertThat(PeerOffers.next(was, large, how)).isEqualTo(next);
        assertThat(PeerOffers.helpsAtOnce(was, large, how)).isEqualTo(atOnce);
    }

    @Test
    void a_peer_that_hung_on_a_large_hello_is_offered_classical_groups_for_a_day() {
        offers.failed("a", Offer.QUICK, true, Failure.HUNG);
        assertThat(offers.to("a", Offer.QUICK)).isEqualTo(Offer.CLASSICAL);
        assertThat(offers.to("a", Offer.EVERYTHING)).isEqualTo(Offer.CLASSICAL);
        assertThat(offers.to("b", Offer.QUICK)).isEqualTo(Offer.QUICK);
        nanos = Duration.ofHours(25).toNanos();
        assertThat(offers.to("a", Offer.QUICK)).isEqualTo(Offer.QUICK);
    }

    @Test
    void a_peer_without_a_quick_group_is_offered_everything_and_later_perhaps_less() {
        offers.failed("a", Offer.QUICK, true, Failure.ALERT);
        assertThat(offers.to("a", Offer.QUICK)).isEqualTo(Offer.EVERYTHING);
        offers.failed("a", Offer.EVERYTHING, true, Failure.BROKEN);
        assertThat(offers.to("a", Offer.QUICK)).isEqualTo(Offer.CLASSICAL);
        nanos = Duration.ofHours(25).toNanos();
        assertThat(offers.to("a", Offer.QUICK)).isEqualTo(Offer.EVERYTHING);
    }

    @Test
    void the_end_of_the_connection_is_told_from_an_alert_and_from_silence() {
        assertThat(Failure.of(new SocketTimeoutException("timeout"))).isEqualTo(Failure.HUNG);
        assertThat(Failure.of(new SocketException("reset"))).isEqualTo(Failure.BROKEN);
        assertThat(Failure.of(new IOException("closed"))).isEqualTo(Failure.BROKEN);
        SSLException ended = new SSLHandshakeException("Remote host terminated the handshake");
        ended.initCause(new EOFException());
        assertThat(Failure.of(ended)).isEqualTo(Failure.BROKEN);
        assertThat(Failure.of(new SSLHandshakeException("handshake_failure"))).isEqualTo(Failure.ALERT);
    }
}
