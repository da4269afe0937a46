package org.danegate.consolidated;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.danegate.consolidated.ConsolidatedEvent.Act;
import org.danegate.consolidated.Ending.Kind;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.KnownMessages;
import org.danegate.event.Trouble;
import org.jspecify.annotations.Nullable;

/// Remembers messages until their end, and gives an event for each outcome: the recipients that shared a connection and
/// a result. An outcome is told at the end of its message, or a second after it was known when other recipients still
/// wait. What is remembered is bounded; of a message that was forgotten, or that began in an earlier run of the server,
/// the {@link KnownMessages} tell the envelope. For one thread.
public final class MessageStories {

    private static final int MOST_MESSAGES = 50_000;

    /// The most recipients that all messages together have.
    private static final int MOST_RECIPIENTS = 200_000;

    /// Results of one message that come within this time are one event.
    private static final Duration GATHERED = Duration.ofSeconds(1);

    /// Questions about earlier messages in one second.
    private static final int MOST_QUESTIONS = 50;

    private final KnownMessages known;
    private final Connections connections = new Connections();
    private final Map<Long, Story> stories = new LinkedHashMap<>();
    private final Map<Long, Map<Kind, Ending>> endings = new LinkedHashMap<>();
    private int recipients;
    private long second;
    private int questions;

    /// @param known asked for messages whose beginning was not seen
    public MessageStories(KnownMessages known) {
        this.known = known;
    }

    /// Reads an event; the result is what ended with it.
    public List<ConsolidatedEvent> on(DeliveryEvent event) {
        connections.read(event);
        switch (event) {
            case DeliveryEvent.MessageStarted e -> begin(e);
            case DeliveryEvent.RecipientAdded e -> add(e);
            case DeliveryEvent.MessageQueued e -> {
                Story story = stories.get(e.mid());
                if (story != null) {
                    story.queued(e);
                }
            }
            case DeliveryEvent.MessageSigned e -> story(e.mid(), e.at()).signed(e.signatures());
            case DeliveryEvent.RecipientDelivered e ->
                ended(e.mid(), e.rid(), null, new Kind(e.dcid(), Act.DELIVERED, "", e.destination()), e.at(), null);
            case DeliveryEvent.RecipientBounced e ->
                ended(
                        e.mid(),
                        e.rid(),
                        e.to(),
                        new Kind(e.dcid(), Act.BOUNCED, details(e.trouble()), e.destination()),
                        e.at(),
                        e.trouble());
            case DeliveryEvent.RecipientDropped e ->
                ended(
                        e.mid(),
                        e.rid(),
                        null,
                        new Kind(0, Act.DROPPED, "SMTP route /dev/null", e.destination()),
                        e.at(),
                        null);
            case DeliveryEvent.RecipientsDeleted e -> deleted(e);
            case DeliveryEvent.MessageAborted e -> {
                return aborted(e);
            }
            case DeliveryEvent.MessageFinished e -> {
                return finished(e.mid(), e.at());
            }
            default -> {
                // Ends nothing.
            }
        }
        return List.of();
    }

    /// The outcomes that have been known for long enough.
    public List<ConsolidatedEvent> due(Instant now) {
        return endings.isEmpty() ? List.of() : told(now.minus(GATHERED));
    }

    /// All outcomes that are not reported yet.
    public List<ConsolidatedEvent> rest() {
        return told(Instant.MAX);
    }

    private List<ConsolidatedEvent> told(Instant until) {
        List<ConsolidatedEvent> events = new ArrayList<>();
        Iterator<Map.Entry<Long, Map<Kind, Ending>>> all = endings.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Long, Map<Kind, Ending>> one = all.next();
            Ending first = one.getValue().values().iterator().next();
            if (first.at().isAfter(until)) {
                // Those behind it began later.
                break;
            }
            all.remove();
            events.addAll(events(one.getKey(), one.getValue(), first.at()));
        }
        return events;
    }

    private void begin(DeliveryEvent.MessageStarted e) {
        stories.put(e.mid(), Story.begun(e, connections.client(e.icid())));
        forgetEldest();
    }

    private void add(DeliveryEvent.RecipientAdded e) {
        Story story = stories.get(e.mid());
        if (story != null) {
            int before = story.recipients().size();
            story.add(e.rid(), e.to().text());
            recipients += story.recipients().size() - before;
            forgetEldest();
        }
    }

    private void forgetEldest() {
        while (stories.size() > MOST_MESSAGES || recipients > MOST_RECIPIENTS && stories.size() > 1) {
            forget(stories.keySet().iterator().next());
        }
    }

    private @Nullable Story forget(long mid) {
        Story story = stories.remove(mid);
        if (story != null) {
            recipients -= story.recipients().size();
        }
        return story;
    }

    private void ended(long mid, int rid, @Nullable String to, Kind kind, Instant at, @Nullable Trouble trouble) {
        String recipient = to == null ? story(mid, at).recipient(rid) : to;
        endings.computeIfAbsent(mid, m -> new LinkedHashMap<>(2))
                .computeIfAbsent(kind, k -> new Ending(k, at, connections.host(k.dcid()), trouble))
                .add(recipient);
    }

    private void deleted(DeliveryEvent.RecipientsDeleted e) {
        Kind kind = new Kind(0, Act.DELETED, "deleted by an administrator", e.destination());
        e.rids().forEach(rid -> ended(e.mid(), rid, null, kind, e.at(), null));
    }

    private static String details(Trouble trouble) {
        return trouble.enhanced() + " " + trouble.summary() + (trouble.lines().isEmpty() ? "" : ": " + trouble.text());
    }

    private List<ConsolidatedEvent> aborted(DeliveryEvent.MessageAborted e) {
        Story story = forget(e.mid());
        Story known = story == null ? Story.unknown() : story;
        Ending end = new Ending(new Kind(0, Act.ABORTED, e.reason(), ""), e.at(), null, null);
        known.recipients().forEach(end::add);
        return List.of(end.event(e.mid(), known));
    }

    private List<ConsolidatedEvent> finished(long mid, Instant at) {
        Map<Kind, Ending> ended = endings.remove(mid);
        List<ConsolidatedEvent> events = ended == null ? List.of() : events(mid, ended, at);
        forget(mid);
        return events;
    }

    private List<ConsolidatedEvent> events(long mid, Map<Kind, Ending> ended, Instant at) {
        Story story = story(mid, at);
        return ended.values().stream().map(end -> end.event(mid, story)).toList();
    }

    /// What is known of a message. Asks for one that is not remembered, though not without end: after a restart
    /// with a full queue, this thread must not fall behind.
    private Story story(long mid, Instant at) {
        Story remembered = stories.get(mid);
        if (remembered != null) {
            return remembered;
        }
        Story asked = mayAsk(at) ? known.find(mid).map(Story::found).orElseGet(Story::unknown) : Story.unknown();
        stories.put(mid, asked);
        recipients += asked.recipients().size();
        forgetEldest();
        return stories.getOrDefault(mid, asked);
    }

    private boolean mayAsk(Instant at) {
        if (at.getEpochSecond() != second) {
            second = at.getEpochSecond();
            questions = 0;
        }
        return questions++ < MOST_QUESTIONS;
    }
}
