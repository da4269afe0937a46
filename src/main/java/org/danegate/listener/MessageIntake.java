package org.danegate.listener;

import java.io.IOException;
import java.time.Instant;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.TlsTag;
import org.danegate.policy.IpInterface;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.TlsBySender;
import org.danegate.queue.Envelope;
import org.danegate.queue.MessageBody;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueueFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The DATA part of a transaction: reads the message, checks it, makes it durable, and only then replies 250.
final class MessageIntake {

    private static final Logger LOG = LoggerFactory.getLogger(MessageIntake.class);
    private static final int MOST_HOPS = 100;
    private static final Reply NO_ROOM = Reply.of(452, "4.3.1", "Insufficient system storage, try again later");

    private final Surroundings surroundings;
    private final Admission admission;
    private final InjectionEvents events;

    MessageIntake(Surroundings surroundings, Admission admission, InjectionEvents events) {
        this.surroundings = surroundings;
        this.admission = admission;
        this.events = events;
    }

    /// Receives the message that follows; returns the reply. The MID of a refused message is reported as aborted.
    Reply take(Session.Mailing transaction, OctetReader in, Session.Security security) throws IOException {
        try (BodyBuffer body = new BodyBuffer(
                surroundings.bufferedOctets(), surroundings.bufferLimit(), surroundings.queue()::scratch)) {
            ListenerSettings settings = admission.settings();
            Reply reply = switch (DataReader.read(in, body, settings.maxMessageSize(), settings.crLfHandling())) {
                case SMUGGLING -> Reply.SMUGGLING;
                case TOO_BIG -> Reply.TOO_BIG;
                case NO_ROOM -> NO_ROOM;
                case COMPLETE -> acceptOrPutOff(transaction, body, security);
            };
            if (reply.code() != 250) {
                events.messageRefused(transaction.mid(), reply.lines().getFirst());
            }
            return reply;
        }
    }

    private Reply acceptOrPutOff(Session.Mailing transaction, BodyBuffer body, Session.Security security) {
        try {
            return accept(transaction, body, security);
        } catch (QueueFullException full) {
            return NO_ROOM;
        } catch (IOException store) {
            LOG.error("MID {} could not be stored", transaction.mid(), store);
            return Reply.of(451, "4.3.0", "The message could not be stored, try again later");
        }
    }

    private Reply accept(Session.Mailing transaction, BodyBuffer body, Session.Security security) throws IOException {
        HeaderGlance header = body.header();
        if (header.received() >= MOST_HOPS) {
            return Reply.of(554, "5.4.6", "Too many hops: the message is in a loop");
        }
        long mid = transaction.mid();
        Instant now = surroundings.clock().instant();
        byte[] trace = trace(transaction, security, now);
        boolean mandatory = header.tlsMandatory() && admission.honorsTlsMandatory();
        Envelope envelope = envelope(transaction.mail())
                .with(tag(transaction.mail(), header))
                .withTlsMandatory(mandatory);
        MessageBody whole = mandatory ? body.after(trace, TlsBySender.Found.FIELD) : body.after(trace);
        NewMessage message = new NewMessage(mid, envelope, transaction.recipients(), whole, now);
        long begun = System.nanoTime();
        surroundings.queue().accept(message);
        queued(message, body, header, System.nanoTime() - begun);
        return Reply.of(250, "2.0.0", "ok:  Message " + mid + " accepted");
    }

    private void queued(NewMessage message, BodyBuffer body, HeaderGlance header, long commitNanos) {
        Envelope envelope = message.envelope();
        events.publish(new DeliveryEvent.MessageQueued(
                message.receivedAt(),
                message.mid(),
                events.icid(),
                envelope.sender(),
                body.size(),
                header.messageId(),
                header.subject(),
                envelope.relayed()
                        ? DeliveryEvent.MessageQueued.Direction.OUTBOUND
                        : DeliveryEvent.MessageQueued.Direction.INBOUND,
                envelope.lane(),
                commitNanos,
                envelope.tlsMandatory()));
    }

    private byte[] trace(Session.Mailing transaction, Session.Security security, Instant now) {
        return TraceField.of(
                transaction.hello(),
                admission.client(),
                surroundings.hostname(),
                security,
                transaction.mail().utf8(),
                transaction.mid(),
                now);
    }

    /// What the message asks of TLS. The field counts only for mail that is relayed, where the mail flow policy
    /// honours it, and never against REQUIRETLS (RFC 8689 4.1). It stays in the message.
    private TlsTag tag(Command.Mail mail, HeaderGlance header) {
        if (mail.requireTls()) {
            return TlsTag.REQUIRETLS;
        }
        boolean honoured = admission.relays() && admission.access().policy().honorTlsRequiredNo();
        return honoured && header.tlsNotRequired() ? TlsTag.NOT_REQUIRED : TlsTag.NONE;
    }

    private Envelope envelope(Command.Mail mail) {
        ListenerSettings settings = admission.settings();
        return new Envelope(
                mail.sender(),
                admission.relays(),
                mail.eightBit(),
                mail.utf8(),
                mail.dsnReturn(),
                mail.envelopeId(),
                settings.name(),
                surroundings
                        .policy()
                        .current()
                        .policy()
                        .virtualGateways()
                        .choose(mail.sender(), admission.client(), settings.outgoingInterface())
                        .map(IpInterface::name)
                        .orElse(""),
                TlsTag.NONE,
                admission.signs() ? Envelope.Signing.SENDER : Envelope.Signing.NONE);
    }
}
