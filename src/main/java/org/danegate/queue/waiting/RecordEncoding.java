package org.danegate.queue.waiting;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.danegate.event.Lane;
import org.danegate.event.TlsTag;
import org.danegate.queue.Envelope;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.queue.Settlement;

/// Makes the payloads of log records; {@link RecordDecoding} reads them. Numbers are big-endian, texts are UTF-8 behind
/// their length, times are milliseconds since 1970.
public final class RecordEncoding {

    /// Bits of an envelope's flags that say how it is signed; neither for mail that is not.
    public static final int SIGNED_FOR_SENDER = 64;

    public static final int SIGNED_AS_SYSTEM = 128;

    /// Both bits, of an envelope or a lane: a TLS report, which is signed as mail of Danegate.
    public static final int REPORT = SIGNED_FOR_SENDER | SIGNED_AS_SYSTEM;

    /// Bit of the second octet of flags.
    public static final int TLS_MANDATORY = 1;

    private RecordEncoding() {}

    /// The payload of an accepted message up to its body, which is at the end.
    public static byte[] head(NewMessage m) {
        return write(512, out -> {
            boolean more = m.envelope().tlsMandatory();
            out.writeByte(more ? LogRecord.ACCEPTED_WITH_MORE : LogRecord.ACCEPTED);
            out.writeLong(m.mid());
            out.writeLong(m.receivedAt().toEpochMilli());
            envelope(out, m.envelope());
            if (more) {
                out.writeByte(TLS_MANDATORY);
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

    private static void envelope(DataOutputStream out, Envelope e) throws IOException {
        text(out, e.sender());
        boolean byGateway = !e.gateway().isEmpty();
        out.writeByte((e.relayed() ? 1 : 0)
                | (e.eightBit() ? 2 : 0)
                | (e.utf8() ? 4 : 0)
                | (byGateway ? 8 : 0)
                | e.tls().bits() << RecordDecoding.TLS_SHIFT
                | (e.tls() == TlsTag.REPORT ? REPORT : signing(e.signing())));
        text(out, e.dsnReturn());
        text(out, e.envelopeId());
        text(out, e.listener());
        if (byGateway) {
            text(out, e.gateway());
        }
    }

    private static int signing(Envelope.Signing signing) {
        return switch (signing) {
            case NONE -> 0;
            case SENDER -> SIGNED_FOR_SENDER;
            case SYSTEM -> SIGNED_AS_SYSTEM;
        };
    }

    /// The payload of settled recipients.
    public static byte[] settled(long mid, List<Settlement> settlements) {
        return write(256, out -> {
            out.writeByte(LogRecord.SETTLED);
            out.writeLong(mid);
            out.writeInt(settlements.size());
            for (Settlement s : settlements) {
                out.writeInt(s.rid());
                result(out, s);
            }
        });
    }

    private static void result(DataOutputStream out, Settlement settlement) throws IOException {
        switch (settlement) {
            case Settlement.Done d -> out.writeByte(0);
            case Settlement.Retry r -> {
                out.writeByte((r.attempted() ? 2 : 1) | (r.warned() ? 4 : 0));
                out.writeLong(r.retryAt().toEpochMilli());
                text(out, r.trouble());
            }
        }
    }

    /// The payload of a whole state. Replaying it twice changes nothing.
    public static byte[] state(long mid, List<Pending> recipients) {
        return write(256, out -> {
            out.writeByte(LogRecord.RESTATED);
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

    /// The payload of a failed attempt that all waiting mail of a destination shares.
    public static byte[] deferred(String destination, Lane lane, Instant until, String trouble) {
        return write(256, out -> {
            out.writeByte(LogRecord.DEFERRED);
            text(out, destination);
            out.writeByte((lane.relayed() ? 1 : 0)
                    | (lane.gateway().isEmpty() ? 0 : 8)
                    | lane.tls().bits() << RecordDecoding.TLS_SHIFT
                    | (lane.tls() == TlsTag.REPORT ? REPORT : 0));
            if (!lane.gateway().isEmpty()) {
                text(out, lane.gateway());
            }
            out.writeLong(until.toEpochMilli());
            text(out, trouble);
        });
    }

    /// The payload of a message held or released.
    public static byte[] held(long mid, boolean held) {
        return write(16, out -> {
            out.writeByte(LogRecord.HELD);
            out.writeLong(mid);
            out.writeBoolean(held);
        });
    }

    /// The payload that reserves MIDs up to a number.
    public static byte[] mids(long next) {
        return write(256, out -> {
            out.writeByte(LogRecord.MIDS);
            out.writeLong(next);
        });
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(octets.length);
        out.write(octets);
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

    @FunctionalInterface
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }
}
