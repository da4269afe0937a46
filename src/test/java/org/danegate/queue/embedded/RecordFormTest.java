package org.danegate.queue.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.danegate.address.MailAddress;
import org.danegate.event.TlsTag;
import org.danegate.queue.Envelope;
import org.danegate.queue.NewMessage;
import org.danegate.queue.waiting.LogRecord;
import org.danegate.queue.waiting.RecordDecoding;
import org.danegate.queue.waiting.RecordEncoding;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What other versions read of the log.
class RecordFormTest {

    private static final Envelope PLAIN = new Envelope("s@from.example", true, true, false, "HDRS", "id", "In", "Loop");

    @Test
    @Tag("T-05")
    void mail_without_the_mark_is_written_as_before() {
        assertThat(head(PLAIN)[0]).isEqualTo((byte) 1);
        assertThat(head(PLAIN.withTlsMandatory(true)))
                .hasSize(head(PLAIN).length + 1)
                .startsWith(7);
    }

    @ParameterizedTest
    @EnumSource(Envelope.Signing.class)
    @Tag("T-05")
    void the_mark_is_read_again_with_all_others(Envelope.Signing signing) throws IOException {
        for (TlsTag tag : TlsTag.values()) {
            boolean possible = tag != TlsTag.REPORT || signing == Envelope.Signing.SYSTEM;
            for (boolean mandatory : possible ? new boolean[] {true, false} : new boolean[0]) {
                Envelope envelope = PLAIN.with(signing).with(tag).withTlsMandatory(mandatory);
                byte[] head = head(envelope);

                assertThat(LogRecord.acceptedMid(ByteBuffer.wrap(head))).isEqualTo(5);
                assertThat(LogRecord.isKind(head[0])).isTrue();
                assertThat(RecordDecoding.decode(new ByteArrayInputStream(head), head.length))
                        .isInstanceOfSatisfying(
                                LogRecord.Accepted.class,
                                read -> assertThat(read.message().envelope()).isEqualTo(envelope));
            }
        }
    }

    private static byte[] head(Envelope envelope) {
        return RecordEncoding.head(new NewMessage(
                5,
                envelope,
                List.of(new NewMessage.Recipient(MailAddress.parse("b@kept.example"), "", "")),
                new byte[0],
                Instant.EPOCH));
    }
}
