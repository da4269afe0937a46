package org.danegate.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.dkim.DkimSigning;
import org.danegate.dkim.MessageSigner;
import org.danegate.dkim.SigningException;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.queue.Envelope;
import org.danegate.queue.MessageBody;
import org.danegate.queue.QueuedDelivery;
import org.jspecify.annotations.Nullable;

/// Signs messages in the form in which a peer gets them. The time of a signature is that of the message's arrival and
/// both algorithms give the same octets each time, so a message has the same signatures at every retry and every peer,
/// also after a restart (decision 0030). Those of the latest messages are remembered, as many peers may get one.
final class MailSigning {

    private static final int MOST_REMEMBERED = 256;

    private final DkimSigning dkim;
    private final DeliveryEvents events;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Form, byte[]> made = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Form, byte[]> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /// @param events get to know what was signed; one event for each signing, so that mail to many peers costs one
    MailSigning(DkimSigning dkim, DeliveryEvents events, InstantSource clock) {
        this.dkim = dkim;
        this.events = events;
        this.clock = clock;
    }

    /// One of the two forms of a message, signed with certain keys.
    private record Form(long mid, boolean sevenBit, String basis) {}

    /// Who signs a message; empty for nobody. Nothing is read of mail that is not to be signed.
    ///
    /// @throws org.danegate.dkim.SigningException when a key cannot be read
    /// @throws IOException when the queue cannot read the message
    Optional<MessageSigner> signer(Envelope envelope, MessageBody body) throws IOException {
        boolean signs = switch (envelope.signing()) {
            case NONE -> false;
            case SENDER -> dkim.settings().isOn();
            case SYSTEM -> dkim.settings().isOn() && dkim.settings().signSystemMessages();
        };
        if (!signs) {
            return Optional.empty();
        }
        try (InputStream in = body.read()) {
            return dkim.signer(in);
        }
    }

    /// Decides about a message that cannot be signed, and reports it.
    ///
    /// @return whether it leaves unsigned
    boolean sendsUnsigned(QueuedDelivery delivery, SigningException why) {
        boolean sends = dkim.settings().sendUnsigned();
        events.publish(DeliveryEvent.MessageSigned.not(
                clock.instant(), delivery.mid(), String.valueOf(why.getMessage()), !sends));
        return sends;
    }

    /// The fields that sign a message in the form of a peer.
    ///
    /// @throws org.danegate.dkim.SigningException when it cannot be signed
    /// @throws IOException when the queue cannot read the message
    byte[] fields(MessageSigner signer, QueuedDelivery delivery, PeerFit.Fit.Sendable form) throws IOException {
        Form key = new Form(delivery.mid(), form.sevenBit(), signer.basis());
        byte[] known = known(key);
        if (known != null) {
            return known;
        }
        Instant at = delivery.receivedAt().truncatedTo(ChronoUnit.SECONDS);
        byte[] fields = signer.fields(form.content()::writeTo, at);
        lock.lock();
        try {
            made.put(key, fields);
        } finally {
            lock.unlock();
        }
        events.publish(new DeliveryEvent.MessageSigned(
                clock.instant(), delivery.mid(), signer.profile(), signer.author(), signer.signatures()));
        return fields;
    }

    private byte @Nullable [] known(Form key) {
        lock.lock();
        try {
            return made.get(key);
        } finally {
            lock.unlock();
        }
    }
}
