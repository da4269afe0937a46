package org.danegate.delivery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.danegate.dane.Course;
import org.danegate.dane.DaneAction;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dialing.Hop;
import org.danegate.dialing.Opening;
import org.danegate.dialing.Stage;
import org.danegate.event.ConnectionIds;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.event.DialedSession;
import org.danegate.sts.StsVerdict;
import org.jspecify.annotations.Nullable;

/// Turns the stages of dialing one address into events, and passes the conversation to the attempt. Each connection has
/// its own DCID.
final class DialEvents implements Consumer<Stage> {

    private final DeliveryEvents events;
    private final InstantSource clock;
    private final ConnectionIds ids;
    private final String destination;
    private final Attempt attempt;
    private final boolean unheeded;
    private @Nullable InetAddress local;
    private long dcid;
    private Instant since;
    private boolean encrypted;
    private Course.@Nullable Halt halt;
    private String reason = "";
    private List<X509Certificate> chain = List.of();

    /// @param unheeded whether the mail asks to ignore the policies of its receivers
    DialEvents(
            DeliveryEvents events,
            InstantSource clock,
            ConnectionIds ids,
            String destination,
            Attempt attempt,
            boolean unheeded) {
        this.events = events;
        this.clock = clock;
        this.ids = ids;
        this.destination = destination;
        this.attempt = attempt;
        this.unheeded = unheeded;
        this.since = clock.instant();
    }

    /// The id of the newest connection.
    long dcid() {
        return dcid;
    }

    /// Reports how long the steps took, and what the connection showed of TLS.
    void dialed(Hop hop, Opening<?> opening) {
        AddressResult result = switch (opening) {
            case Opening.Open<?> open -> open.evidence();
            case Opening.Failed<?> failed -> failed.evidence();
            case Opening.Left<?> left -> null;
        };
        Course course = result == null ? Course.UNKNOWN : result.course();
        events.publish(new DeliveryEvent.HostDialed(
                clock.instant(), dcid, destination, hop.name(), course, result == null ? null : session(hop, result)));
    }

    private DialedSession session(Hop hop, AddressResult result) {
        HostResult host = new HostResult(
                hop.name(), hop.dns(), hop.plan(), List.of(result), result.outcome(), hop.choice(), hop.sts());
        return new DialedSession(since, host, encrypted, halt, reason, local, unheeded, chain);
    }

    @Override
    public void accept(Stage stage) {
        switch (stage) {
            case Stage.Connecting s -> connecting(s);
            case Stage.Connected s -> {
                local = s.local();
                opened(s, s.local());
            }
            case Stage.TurnedAway s -> turnedAway(s, s.local());
            case Stage.NotConnected s -> notConnected(s);
            case Stage.Encrypted s -> encrypted(s);
            case Stage.TlsBroken s -> tlsBroken(s);
            case Stage.StsJudged s -> publish(events, clock, dcid, destination, s);
            case Stage.Authenticated s ->
                authenticated(s, s.profile(), s.mechanism().word(), null);
            case Stage.NotAuthenticated s -> authenticated(s, s.profile(), "", s.reason());
            case Stage.Closed s -> closed();
            case Stage.ConversationBroken s -> {
                // The outcome of the attempt contains the result.
            }
            case Stage.Routed s -> {}
            case Stage.HostPlanned s -> {}
            case Stage.HostEnded s -> {}
            case Stage.LimitReached s -> {}
        }
    }

    private void connecting(Stage.Connecting stage) {
        dcid = ids.nextDcid();
        since = clock.instant();
        encrypted = false;
        halt = null;
        reason = "";
        local = null;
        chain = List.of();
        attempt.over(
                stage.line(), new InetSocketAddress(stage.address(), stage.hop().port()));
    }

    private void encrypted(Stage.Encrypted stage) {
        encrypted = true;
        chain = stage.tls().chain();
        events.publish(new DeliveryEvent.TlsSucceeded(
                clock.instant(),
                dcid,
                destination,
                stage.hop().name(),
                stage.tls().protocol(),
                stage.tls().cipher(),
                stage.action() == DaneAction.DANE_SUCCESS,
                stage.verdict(),
                stage.tls().keyExchange()));
    }

    private void tlsBroken(Stage.TlsBroken stage) {
        encrypted = false;
        reason = stage.reason();
        halt = switch (stage.at()) {
            case NOT_OFFERED -> Course.Halt.NO_STARTTLS;
            case REFUSED -> Course.Halt.STARTTLS_REFUSED;
            case HANDSHAKE, NO_COMMON_GROUP -> Course.Halt.HANDSHAKE;
            case CERTIFICATE, RESUMED -> Course.Halt.CERTIFICATE;
        };
        events.publish(new DeliveryEvent.TlsFailed(
                clock.instant(),
                dcid,
                destination,
                stage.hop().name(),
                stage.address(),
                stage.reason(),
                stage.required()));
    }

    /// Reports the verdict of MTA-STS on a host.
    ///
    /// @param dcid of the connection; 0 when none was opened
    static void publish(
            DeliveryEvents events, InstantSource clock, long dcid, String destination, Stage.StsJudged stage) {
        String mode = stage.policy().standing().policy().mode().word();
        String failure = stage.verdict() instanceof StsVerdict.Failed failed ? failed.reason() : null;
        events.publish(new DeliveryEvent.StsJudged(
                clock.instant(), dcid, destination, stage.hop().name(), mode, failure));
    }

    private void authenticated(Stage.AtAddress stage, String profile, String mechanism, @Nullable String failure) {
        events.publish(new DeliveryEvent.DeliveryAuthenticated(
                clock.instant(), dcid, destination, stage.hop().name(), profile, mechanism, failure));
    }

    private void opened(Stage.AtAddress stage, InetAddress local) {
        events.publish(new DeliveryEvent.ConnectionOpened(
                clock.instant(),
                dcid,
                destination,
                stage.hop().name(),
                local,
                stage.address(),
                stage.hop().port()));
    }

    private void closed() {
        events.publish(new DeliveryEvent.ConnectionClosed(clock.instant(), dcid, destination));
    }

    /// Reports a connection that opened and closed: the server answered, if only with a refusal.
    private void turnedAway(Stage.AtAddress stage, @Nullable InetAddress local) {
        if (local != null) {
            opened(stage, local);
            closed();
        }
    }

    private void notConnected(Stage.NotConnected stage) {
        if (attempt.ordered()) {
            turnedAway(stage, stage.local());
            return;
        }
        events.publish(new DeliveryEvent.ConnectionFailed(
                clock.instant(),
                dcid,
                destination,
                stage.hop().name(),
                stage.address(),
                stage.hop().port(),
                stage.details()));
    }
}
