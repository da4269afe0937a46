package org.danegate.delivery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.danegate.dane.DaneAction;
import org.danegate.dialing.Stage;
import org.danegate.event.ConnectionIds;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.jspecify.annotations.Nullable;

/// Turns the stages of dialing one address into events, and passes the conversation to the attempt. Each connection has
/// its own DCID.
final class DialEvents implements Consumer<Stage> {

    private final DeliveryEvents events;
    private final InstantSource clock;
    private final ConnectionIds ids;
    private final String destination;
    private final Attempt attempt;
    private long dcid;

    DialEvents(DeliveryEvents events, InstantSource clock, ConnectionIds ids, String destination, Attempt attempt) {
        this.events = events;
        this.clock = clock;
        this.ids = ids;
        this.destination = destination;
        this.attempt = attempt;
    }

    /// The id of the newest connection.
    long dcid() {
        return dcid;
    }

    @Override
    public void accept(Stage stage) {
        switch (stage) {
            case Stage.Connecting s -> {
                dcid = ids.nextDcid();
                attempt.over(
                        s.line(), new InetSocketAddress(s.address(), s.hop().port()));
            }
            case Stage.Connected s -> opened(s, s.local());
            case Stage.TurnedAway s -> turnedAway(s, s.local());
            case Stage.NotConnected s -> notConnected(s);
            case Stage.Encrypted s ->
                events.publish(new DeliveryEvent.TlsSucceeded(
                        clock.instant(),
                        dcid,
                        destination,
                        s.hop().name(),
                        s.tls().protocol(),
                        s.tls().cipher(),
                        s.action() == DaneAction.DANE_SUCCESS));
            case Stage.TlsBroken s ->
                events.publish(new DeliveryEvent.TlsFailed(
                        clock.instant(), dcid, destination, s.hop().name(), s.address(), s.reason(), s.required()));
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
