package org.danegate.consolidated;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.danegate.consolidated.ConsolidatedEvent.Client;
import org.danegate.consolidated.ConsolidatedEvent.Message;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DkimSignature;
import org.danegate.event.KnownMessages;
import org.jspecify.annotations.Nullable;

/// What is remembered of a message until its end. For one thread.
final class Story {

    private final long icid;
    private final @Nullable Instant started;
    private final @Nullable Client client;
    private final List<String> recipients = new ArrayList<>(1);
    private @Nullable Message message;
    private List<DkimSignature> signatures = List.of();

    private Story(long icid, @Nullable Instant started, @Nullable Client client, @Nullable Message message) {
        this.icid = icid;
        this.started = started;
        this.client = client;
        this.message = message;
    }

    static Story begun(DeliveryEvent.MessageStarted e, @Nullable Client client) {
        return new Story(
                e.icid(),
                e.at(),
                client == null ? null : client.greeting(e.helo()),
                new Message(e.from(), null, null, -1, null));
    }

    /// From a message whose beginning was not seen.
    static Story found(KnownMessages.Known known) {
        Story story = new Story(
                0,
                known.receivedAt(),
                null,
                new Message(
                        known.from(),
                        known.messageId().isEmpty() ? null : known.messageId(),
                        known.subject().isEmpty() ? null : known.subject(),
                        known.bytes(),
                        known.relayed() ? true : null));
        story.recipients.addAll(known.recipients());
        return story;
    }

    /// A message of which nothing is known.
    static Story unknown() {
        return new Story(0, null, null, null);
    }

    void queued(DeliveryEvent.MessageQueued e) {
        DeliveryEvent.MessageQueued.Direction direction = e.direction();
        message = new Message(
                e.from(),
                e.messageId(),
                e.subject(),
                e.bytes(),
                direction == null ? null : direction == DeliveryEvent.MessageQueued.Direction.OUTBOUND);
    }

    void signed(List<DkimSignature> made) {
        signatures = made;
    }

    /// DKIM signatures that it leaves with.
    List<DkimSignature> signatures() {
        return signatures;
    }

    /// An event may be missing when the server is overloaded; the others keep their RIDs.
    void add(int rid, String recipient) {
        while (recipients.size() < rid) {
            recipients.add("");
        }
        if (recipients.size() == rid) {
            recipients.add(recipient);
        }
    }

    String recipient(int rid) {
        String address = rid < recipients.size() ? recipients.get(rid) : "";
        return address.isEmpty() ? "RID " + rid : address;
    }

    /// All recipients so far.
    List<String> recipients() {
        return recipients;
    }

    long icid() {
        return icid;
    }

    @Nullable
    Instant started() {
        return started;
    }

    @Nullable
    Client client() {
        return client;
    }

    @Nullable
    Message message() {
        return message;
    }
}
