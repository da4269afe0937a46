package org.danegate.listener;

import java.net.InetAddress;
import java.time.Instant;
import javax.net.ssl.SSLSession;
import org.danegate.address.OutsideText;
import org.danegate.credentials.SmtpUser;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvent.Refusal;
import org.danegate.sasl.Mechanism;

/// Reports the events of one conversation, under its ICID.
final class InjectionEvents {

    private static final int LONGEST_NAME = 64;

    private final Surroundings surroundings;
    private final long icid;

    /// Takes the next ICID.
    InjectionEvents(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.icid = surroundings.ids().nextIcid();
    }

    long icid() {
        return icid;
    }

    void started(String listener, InetAddress local, InetAddress client) {
        publish(new DeliveryEvent.InjectionStarted(now(), icid, listener, local, client, null));
    }

    void matched(AccessTable.Word access) {
        publish(new DeliveryEvent.SenderGroupMatched(
                now(), icid, access.behavior().name(), access.group(), access.match()));
    }

    void encrypted(SSLSession agreed) {
        publish(new DeliveryEvent.InjectionTls(
                now(), icid, agreed.getProtocol(), OpenSslCipher.name(agreed.getCipherSuite())));
    }

    void authenticated(SmtpUser user, Mechanism mechanism) {
        publish(new DeliveryEvent.InjectionAuthenticated(now(), icid, user.name(), mechanism.word(), null));
    }

    void notAuthenticated(AuthExchange.Outcome.Failed failed) {
        publish(new DeliveryEvent.InjectionAuthenticated(
                now(), icid, OutsideText.brief(failed.name(), LONGEST_NAME), failed.mechanism(), failed.why()));
    }

    /// @param why for people
    void rejected(Refusal kind, String why) {
        publish(new DeliveryEvent.InjectionRejected(now(), icid, why, kind));
    }

    void closed() {
        publish(new DeliveryEvent.InjectionClosed(now(), icid));
    }

    /// @param helo the name that the client greeted with
    void messageStarted(long mid, String sender, String helo) {
        publish(new DeliveryEvent.MessageStarted(now(), mid, icid, sender, helo));
    }

    /// @param why for people
    void messageAborted(long mid, String why) {
        publish(new DeliveryEvent.MessageAborted(now(), mid, icid, why));
    }

    /// @param why for people
    void messageRefused(long mid, String why) {
        publish(new DeliveryEvent.MessageAborted(now(), mid, icid, why, true));
    }

    void recipientAdded(long mid, int rid, ReturnAddress to) {
        publish(new DeliveryEvent.RecipientAdded(now(), mid, icid, rid, to.address()));
    }

    void recipientRejected(String address, Reply reply) {
        publish(new DeliveryEvent.RecipientRejected(
                now(), icid, address, reply.lines().getFirst()));
    }

    void publish(DeliveryEvent event) {
        surroundings.events().publish(event);
    }

    private Instant now() {
        return surroundings.clock().instant();
    }
}
