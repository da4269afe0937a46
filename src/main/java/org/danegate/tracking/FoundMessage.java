package org.danegate.tracking;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A message with what happened to it, oldest first.
///
/// @param events those of the message itself
public record FoundMessage(TrackedMessage message, List<TrackedEvent> events) {

    public FoundMessage {
        events = List.copyOf(events);
    }

    /// The last event of each recipient, by its RID. A recipient without any is still in the queue, untried.
    public Map<Integer, TrackedEvent> latest() {
        Map<Integer, TrackedEvent> latest = new HashMap<>();
        for (TrackedEvent event : events) {
            TrackedEvent known = latest.get(event.rid());
            if (event.rid() >= 0 && (known == null || !known.kind().isFinal())) {
                latest.put(event.rid(), event);
            }
        }
        return latest;
    }

    /// Whether every recipient is finished.
    public boolean finished() {
        BitSet finished = new BitSet();
        for (TrackedEvent event : events) {
            if (event.rid() >= 0 && event.kind().isFinal()) {
                finished.set(event.rid());
            }
        }
        return !finished.isEmpty()
                && finished.cardinality() >= message.recipients().size();
    }

    /// The destinations of its recipients.
    Set<String> destinations() {
        Set<String> destinations = new HashSet<>();
        for (String recipient : message.recipients()) {
            destinations.add(IndexFields.domain(recipient.toLowerCase(Locale.ROOT)));
        }
        return destinations;
    }
}
