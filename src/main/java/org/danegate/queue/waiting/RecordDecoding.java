package org.danegate.queue.waiting;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.MailAddress;
import org.danegate.event.Lane;
import org.danegate.event.TlsTag;
import org.danegate.queue.Envelope;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.queue.Settlement;

/// Reads the payloads of log records that {@link RecordEncoding} made.
public final class RecordDecoding {

    /// Where the two bits of a tag begin in the flags.
    public static final int TLS_SHIFT = 4;

    private RecordDecoding() {}

    /// Reads the payload of a record.
    ///
    /// @param payload its `available` is the number of octets left; a body at its end is not read
    /// @param length octets of the payload
    /// @throws IOException when the payload makes no sense
    public static LogRecord decode(InputStream payload, int length) throws IOException {
        DataInputStream in = new DataInputStream(payload);
        byte kind = in.readByte();
        return switch (kind) {
            case LogRecord.ACCEPTED -> accepted(in, length, false);
            case LogRecord.ACCEPTED_WITH_MORE -> accepted(in, length, true);
            case LogRecord.SETTLED -> settled(in);
            case LogRecord.RESTATED -> restated(in);
            case LogRecord.DEFERRED ->
                new LogRecord.Deferred(text(in), lane(in), Instant.ofEpochMilli(in.readLong()), text(in));
            case LogRecord.HELD -> new LogRecord.Held(in.readLong(), in.readBoolean());
            case LogRecord.MIDS -> new LogRecord.MidsReserved(in.readLong());
            default -> throw new IOException("unknown kind of record: " + kind);
        };
    }

    private static Lane lane(DataInputStream in) throws IOException {
        int flags = in.readByte();
        return new Lane((flags & 1) != 0, gateway(in, flags), tls(flags));
    }

    private static TlsTag tls(int flags) {
        TlsTag tag = TlsTag.ofBits(flags >> TLS_SHIFT);
        boolean report = tag == TlsTag.NOT_REQUIRED && (flags & RecordEncoding.REPORT) == RecordEncoding.REPORT;
        return report ? TlsTag.REPORT : tag;
    }

    private static String gateway(DataInputStream in, int flags) throws IOException {
        return (flags & 8) == 0 ? "" : text(in).intern();
    }

    private static LogRecord.Accepted accepted(DataInputStream in, int whole, boolean more) throws IOException {
        long mid = in.readLong();
        Instant receivedAt = Instant.ofEpochMilli(in.readLong());
        Envelope envelope = envelope(in);
        if (more) {
            envelope = envelope.withTlsMandatory((in.readByte() & RecordEncoding.TLS_MANDATORY) != 0);
        }
        List<NewMessage.Recipient> recipients = recipients(in);
        int length = in.readInt();
        int offset = whole - length;
        if (length < 0 || in.available() != length) {
            throw new IOException("body length does not fit");
        }
        return new LogRecord.Accepted(
                new NewMessage(mid, envelope, recipients, new byte[0], receivedAt), offset, length);
    }

    private static Envelope envelope(DataInputStream in) throws IOException {
        String sender = text(in);
        int flags = in.readByte();
        return new Envelope(
                sender,
                (flags & 1) != 0,
                (flags & 2) != 0,
                (flags & 4) != 0,
                text(in),
                text(in),
                text(in).intern(),
                gateway(in, flags),
                tls(flags),
                signing(flags));
    }

    private static Envelope.Signing signing(int flags) {
        if ((flags & RecordEncoding.SIGNED_AS_SYSTEM) != 0) {
            return Envelope.Signing.SYSTEM;
        }
        return (flags & RecordEncoding.SIGNED_FOR_SENDER) == 0 ? Envelope.Signing.NONE : Envelope.Signing.SENDER;
    }

    private static List<NewMessage.Recipient> recipients(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<NewMessage.Recipient> recipients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            recipients.add(new NewMessage.Recipient(MailAddress.parse(text(in)), text(in), text(in)));
        }
        return recipients;
    }

    private static LogRecord.Settled settled(DataInputStream in) throws IOException {
        long mid = in.readLong();
        int count = in.readInt();
        List<Settlement> settlements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            settlements.add(result(in));
        }
        return new LogRecord.Settled(mid, settlements);
    }

    private static Settlement result(DataInputStream in) throws IOException {
        int rid = in.readInt();
        int kind = in.readByte();
        return kind == 0
                ? new Settlement.Done(rid)
                : new Settlement.Retry(
                        rid, Instant.ofEpochMilli(in.readLong()), (kind & 2) != 0, text(in), (kind & 4) != 0);
    }

    private static LogRecord.Restated restated(DataInputStream in) throws IOException {
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
        return new LogRecord.Restated(mid, recipients);
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("text length does not fit");
        }
        return length == 0 ? "" : new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
