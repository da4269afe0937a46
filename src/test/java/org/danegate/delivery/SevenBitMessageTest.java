package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.danegate.queue.MessageBody;
import org.junit.jupiter.api.Test;

/// Messages for peers without 8BITMIME say the same in seven bits.
class SevenBitMessageTest {

    @Test
    void text_becomes_quoted_printable_and_headers_stay() throws Exception {
        MimeMessage read = converted("""
                From: a@b.example
                Subject: hello
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                Gr\u00fc\u00dfe
                .dot
                """);
        assertThat(read.getEncoding()).isEqualTo("quoted-printable");
        assertThat(read.getSubject()).isEqualTo("hello");
        assertThat(read.getContent().toString().replace("\r\n", "\n")).isEqualTo("Gr\u00fc\u00dfe\n.dot\n");
    }

    @Test
    void each_part_of_a_multipart_is_converted_by_its_kind_alone() throws Exception {
        MimeMessage read = converted("""
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="b1"
                Content-Transfer-Encoding: 8bit

                --b1
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                \u00fcber
                --b1
                Content-Type: text/plain; charset=us-ascii

                plain
                --b1
                Content-Type: application/octet-stream
                Content-Transfer-Encoding: 8bit

                \u00e4\u00f6
                --b1
                Content-Type: message/rfc822
                Content-Transfer-Encoding: 8bit

                Subject: inner
                Content-Type: text/html; charset=utf-8
                Content-Transfer-Encoding: 8bit

                <p>\u00e9</p>
                --b1--
                """);
        MimeMultipart parts = (MimeMultipart) read.getContent();
        assertThat(parts.getCount()).isEqualTo(4);
        assertThat(parts.getBodyPart(0).getContent()).isEqualTo("\u00fcber");
        assertThat(parts.getBodyPart(1).getContent()).isEqualTo("plain");
        assertThat(parts.getBodyPart(2).getInputStream().readAllBytes())
                .isEqualTo("\u00e4\u00f6".getBytes(StandardCharsets.UTF_8));
        MimeMessage inner = (MimeMessage) parts.getBodyPart(3).getContent();
        assertThat(inner.getSubject()).isEqualTo("inner");
        assertThat(inner.getContent().toString().strip()).isEqualTo("<p>\u00e9</p>");
    }

    @Test
    void what_has_no_parts_that_can_be_told_is_refused() {
        assertThatThrownBy(() -> SevenBitMessage.of(
                        MessageBody.of(octets("Content-Type: multipart/mixed\n\n--x\n\n\u00fc\n--x--\n"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be converted");
    }

    private static MimeMessage converted(String message) throws Exception {
        SevenBitMessage made = SevenBitMessage.of(MessageBody.of(octets(message)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        made.writeTo(out);
        byte[] seven = out.toByteArray();
        assertThat(made.size()).isEqualTo(seven.length);
        assertThat(SevenBitMessage.isNeeded(MessageBody.of(seven))).isFalse();
        assertThat(new String(seven, StandardCharsets.US_ASCII).replace("\r\n", ""))
                .doesNotContain("\n", "\r");
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(seven));
    }

    private static byte[] octets(String message) {
        return message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
