package org.danegate.queue.embedded;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.MailAddress;
import org.danegate.queue.Envelope;
import org.danegate.queue.Lane;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.queue.Settlement;

/// A record of the log. On disk: a length, a CRC-32C of the payload, and the payload, which starts with its kind.
sealed interface LogRecord {

    /// The MID that the record concerns; 0 when it concerns a destination.
    long mid();

    /// An accepted message. The body is at the end of the payload.
    record Accepted(NewMessage message, int bodyOffset, int bodyLength) implements LogRecord {
        @Override
        public long mid() {
            return message.mid();
        }
    }

    /// The results of recipients.
    record Settled(long mid, List<Settlement> settlements) implements LogRecord {}

    /// The whole state of a message that was copied forward: recipients not named are done.
    record Restated(long mid, List<Pending> recipients) implements LogRecord {}

    /// A failed attempt that all mail of one direction waiting for a destination shares: nothing is due
    /// before `until`.
    record Deferred(String destination, Lane lane, Instant until, String trouble) implements LogRecord {
        @Override
        public long mid() {
            return 0;
        }
    }

    /// A message is held from here on, or released.
    record Held(long mid, boolean held) implements LogRecord {}

    /// The number at which MIDs continue after a clean or unclean stop.
    record MidsReserved(long mid) implements LogRecord {}

    byte ACCEPTED = 1;
    byte SETTLED = 2;
    byte MIDS = 3;
    byte RESTATED = 4;
    byte DEFERRED = 5;
    byte HELD = 6;

    /// The payload of an accepted message up to its body, which is at the end.
    static byte[] encodeHead(NewMessage m) {
        return write(512, out -> {
            Envelope e = m.envelope();
            out.writeByte(ACCEPTED);
            out.writeLong(m.mid());
            out.writeLong(m.receivedAt().toEpochMilli());
            text(out, e.sender());
            boolean byGateway = !e.gateway().isEmpty();
            out.writeByte((e.relayed() ? 1 : 0) | (e.eightBit() ? 2 : 0) | (e.utf8() ? 4 : 0) | (byGateway ? 8 : 0));
            text(out, e.dsnReturn());
            text(out, e.envelopeId());
            text(out, e.listener());
            if (byGateway) {
                text(out, e.gateway());
            }
            out.writeInt(m.recipients().size());
            for (NewMessage.Recipient r : m.recipients()) {
                text(out, r.address().text());
                text(out, r.dsnNotify());
                text(out, r.originalRecipient());
            }
            out.writeInt(m.body().size());
        });
    }

    /// The payload of settled recipients.
    static byte[] encode(long mid, List<Settlement> settlements) {
        return write(256, out -> {
            out.writeByte(SETTLED);
            out.writeLong(mid);
            out.writeInt(settlements.size());
            for (Settlement s : settlements) {
                out.writeInt(s.rid());
                switch (s) {
                    case Settlement.Done d -> out.writeByte(0);
                    case Settlement.Retry r -> {
                        out.writeByte((r.attempted() ? 2 : 1) | (r.warned() ? 4 : 0));
                        out.writeLong(r.retryAt().toEpochMilli());
                        text(out, r.trouble());
                    }
                }
            }
        });
    }

    /// The payload of a whole state. Replaying it twice changes nothing.
    static byte[] encodeState(long mid, List<Pending> recipients) {
        return write(256, out -> {
            out.writeByte(RESTATED);
            out.writeLong(mid);
            out.writeInt(recipients.size());
            for (Pending p : recipients) {
                out.writeInt(p.rid());
                text(out, p.address().text());
                text(out, p.dsnNotify());
                text(out, p.originalRecipient());
                out.writeInt(p.attempts());
                out.writeLong(p.due().toEpochMilli());
                out.writeInt(p.warnings());
                text(out, p.lastTrouble());
            }
        });
    }

    private static Restated decodeState(DataInputStream in) throws IOException {
        long mid = in.readLong();
        int count = in.readInt();
        List<Pending> recipients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            recipients.add(new Pending(
                    in.readInt(),
                    MailAddress.parse(text(in)),
                    text(in),
                    text(in),
                    in.readInt(),
                    Instant.ofEpochMilli(in.readLong()),
                    in.readInt(),
                    text(in)));
        }
        return new Restated(mid, recipients);
    }

    /// The payload of a failed attempt that all waiting mail of a destination shares.
    static byte[] encodeDeferred(String destination, Lane lane, Instant until, String trouble) {
        return write(256, out -> {
            out.writeByte(DEFERRED);
            text(out, destination);
            out.writeByte((lane.relayed() ? 1 : 0) | (lane.gateway().isEmpty() ? 0 : 8));
            if (!lane.gateway().isEmpty()) {
                text(out, lane.gateway());
            }
            out.writeLong(until.toEpochMilli());
            text(out, trouble);
        });
    }

    /// The payload of a message held or released.
    static byte[] encodeHeld(long mid, boolean held) {
        return write(16, out -> {
            out.writeByte(HELD);
            out.writeLong(mid);
            out.writeBoolean(held);
        });
    }

    /// The payload that reserves MIDs up to a number.
    static byte[] encodeMids(long next) {
        return write(256, out -> {
            out.writeByte(MIDS);
            out.writeLong(next);
        });
    }

    /// The MID when a payload starts like that of an accepted message; 0 otherwise.
    static long acceptedMid(ByteBuffer payload) {
        return payload.remaining() >= 9 && payload.get() == ACCEPTED ? payload.getLong() : 0;
    }

    /// Whether a payload may start with that octet.
    static boolean isKind(byte first) {
        return first >= ACCEPTED && first <= HELD;
    }

    /// @param payload its `available` is the number of octets left; a body at its end is not read
    /// @param length octets of the payload
    /// @throws IOException when the payload makes no sense
    static LogRecord decode(InputStream payload, int length) throws IOException {
        DataInputStream in = new DataInputStream(payload);
        byte kind = in.readByte();
        return switch (kind) {
            case ACCEPTED -> decodeAccepted(in, length);
            case SETTLED -> decodeSettled(in);
            case RESTATED -> decodeState(in);
            case DEFERRED -> new Deferred(text(in), lane(in), Instant.ofEpochMilli(in.readLong()), text(in));
            case HELD -> new Held(in.readLong(), in.readBoolean());
            case MIDS -> new MidsReserved(in.readLong());
            default -> throw new IOException("unknown kind of record: " + kind);
        };
    }

    private static Lane lane(DataInputStream in) throws IOException {
        int flags = in.readByte();
        return new Lane((flags & 1) != 0, gateway(in, flags));
    }

    private static String gateway(DataInputStream in, int flags) throws IOException {
        return (flags & 8) == 0 ? "" : text(in).intern();
    }

    private static Accepted decodeAccepted(DataInputStream in, int whole) throws IOException {
        long mid = in.readLong();
        Instant receivedAt = Instant.ofEpochMilli(in.readLong());
        String sender = text(in);
        int flags = in.readByte();
        Envelope envelope = new Envelope(
                sender,
                (flags & 1) != 0,
                (flags & 2) != 0,
                (flags & 4) != 0,
                text(in),
                text(in),
                text(in).intern(),
                gateway(in, flags));
        int count = in.readInt();
        List<NewMessage.Recipient> recipients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            recipients.add(new NewMessage.Recipient(MailAddress.parse(text(in)), text(in), text(in)));
        }
        int length = in.readInt();
        int offset = whole - length;
        if (length < 0 || in.available() != length) {
            throw new IOException("body length does not fit");
        }
        return new Accepted(new NewMessage(mid, envelope, recipients, new byte[0], receivedAt), offset, length);
    }

    private static Settled decodeSettled(DataInputStream in) throws IOException {
        long mid = in.readLong();
        int count = in.readInt();
        List<Settlement> settlements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int rid = in.readInt();
            int kind = in.readByte();
            settlements.add(
                    kind == 0
                            ? new Settlement.Done(rid)
                            : new Settlement.Retry(
                                    rid,
                                    Instant.ofEpochMilli(in.readLong()),
                                    (kind & 2) != 0,
                                    text(in),
                                    (kind & 4) != 0));
        }
        return new Settled(mid, settlements);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(octets.length);
        out.write(octets);
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("text length does not fit");
        }
        return length == 0 ? "" : new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static byte[] write(int size, Writing writing) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(size);
        try (DataOutputStream out = new DataOutputStream(octets)) {
            writing.to(out);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written", e);
        }
        return octets.toByteArray();
    }

    /// Writes a payload.
    @FunctionalInterface
    interface Writing {
        void to(DataOutputStream out) throws IOException;
    }
}
