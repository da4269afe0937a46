package org.danegate.tracking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;
import org.danegate.event.Lane;
import org.danegate.event.TlsTag;
import org.jspecify.annotations.Nullable;

/// What is shown of an entry, as octets. Every message is written and few are read, so it is short and without names:
/// as JSON it took a third of the time that tracking needs, and twice the space.
final class EntryContent {

    /// The first octet, so that another form differs from this one.
    private static final byte VERSION = 1;

    private EntryContent() {}

    /// Later events of a message.
    record Later(long mid, List<TrackedEvent> events) {}

    private interface Writing {
        void to(DataOutput out) throws IOException;
    }

    private interface Reading<T> {
        T from(DataInput in) throws IOException;
    }

    static byte[] of(FoundMessage found) {
        return written(out -> {
            message(out, found.message());
            events(out, found.events());
        });
    }

    static byte[] of(Later later) {
        return written(out -> {
            out.writeVLong(later.mid());
            events(out, later.events());
        });
    }

    static byte[] of(TrackedEvent ofDestination) {
        return written(out -> event(out, ofDestination));
    }

    /// @throws IllegalStateException when the octets have another form
    static FoundMessage message(byte[] content) {
        return read(content, in -> new FoundMessage(message(in), events(in)));
    }

    /// @throws IllegalStateException when the octets have another form
    static Later later(byte[] content) {
        return read(content, in -> new Later(in.readVLong(), events(in)));
    }

    /// @throws IllegalStateException when the octets have another form
    static TrackedEvent ofDestination(byte[] content) {
        return read(content, EntryContent::event);
    }

    private static byte[] written(Writing writing) {
        ByteBuffersDataOutput out = new ByteBuffersDataOutput();
        try {
            out.writeByte(VERSION);
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toArrayCopy();
    }

    private static <T> T read(byte[] content, Reading<T> reading) {
        ByteArrayDataInput in = new ByteArrayDataInput(content);
        try {
            byte version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException("an entry of tracking has the unknown form " + version);
            }
            return reading.from(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void message(DataOutput out, TrackedMessage message) throws IOException {
        out.writeVLong(message.mid());
        instant(out, message.receivedAt());
        out.writeString(message.sender());
        out.writeVInt(message.recipients().size());
        for (String recipient : message.recipients()) {
            out.writeString(recipient);
        }
        out.writeString(message.subject());
        out.writeString(message.messageId());
        out.writeVLong(message.bytes());
        out.writeString(message.client());
        int tag = message.lane().tls().bits();
        out.writeByte((byte) ((message.lane().relayed() ? 1 : 0) | tag << 1));
        out.writeString(message.lane().gateway());
    }

    private static TrackedMessage message(DataInput in) throws IOException {
        return new TrackedMessage(
                in.readVLong(),
                instant(in),
                in.readString(),
                recipients(in),
                in.readString(),
                in.readString(),
                in.readVLong(),
                in.readString(),
                lane(in));
    }

    /// The direction and, above it, the tag; entries of versions without tags have none.
    private static Lane lane(DataInput in) throws IOException {
        int flags = in.readByte();
        return new Lane((flags & 1) != 0, in.readString(), TlsTag.ofBits(flags >> 1));
    }

    private static List<String> recipients(DataInput in) throws IOException {
        int count = in.readVInt();
        List<String> recipients = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            recipients.add(in.readString());
        }
        return recipients;
    }

    private static void events(DataOutput out, List<TrackedEvent> events) throws IOException {
        out.writeVInt(events.size());
        for (TrackedEvent event : events) {
            event(out, event);
        }
    }

    private static List<TrackedEvent> events(DataInput in) throws IOException {
        int count = in.readVInt();
        List<TrackedEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(event(in));
        }
        return events;
    }

    private static void event(DataOutput out, TrackedEvent event) throws IOException {
        instant(out, event.at());
        out.writeString(event.kind().name());
        out.writeZInt(event.rid());
        out.writeString(event.destination());
        via(out, event.via());
        out.writeString(event.reason() == null ? "" : event.reason());
        out.writeString(event.text());
    }

    private static TrackedEvent event(DataInput in) throws IOException {
        return new TrackedEvent(
                instant(in),
                TrackedEvent.Kind.valueOf(in.readString()),
                in.readZInt(),
                in.readString(),
                via(in),
                textOrNull(in.readString()),
                in.readString());
    }

    private static void via(DataOutput out, TrackedEvent.@Nullable Via via) throws IOException {
        out.writeByte((byte) (via == null ? 0 : via.dane() ? 2 : 1));
        if (via != null) {
            out.writeVLong(via.dcid());
            out.writeString(via.host());
            out.writeString(via.address());
            out.writeString(via.tls());
        }
    }

    private static TrackedEvent.@Nullable Via via(DataInput in) throws IOException {
        byte kind = in.readByte();
        return kind == 0
                ? null
                : new TrackedEvent.Via(in.readVLong(), in.readString(), in.readString(), in.readString(), kind == 2);
    }

    private static void instant(DataOutput out, Instant at) throws IOException {
        out.writeZLong(at.getEpochSecond());
        out.writeVInt(at.getNano());
    }

    private static Instant instant(DataInput in) throws IOException {
        return Instant.ofEpochSecond(in.readZLong(), in.readVInt());
    }

    private static @Nullable String textOrNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
