package org.danegate.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The octets on the wire, by DATA (RFC 5321 4.5.2) and by BDAT (RFC 3030).
class MessageOctetsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a\\r\\n         | a\\r\\n
            a               | a\\r\\n
            .\\r\\n         | .\\r\\n
            a\\n.\\nb       | a\\r\\n.\\r\\nb\\r\\n
            a\\r.\\rb       | a\\r\\n.\\r\\nb\\r\\n
            a\\r\\n.\\r\\nb  | a\\r\\n.\\r\\nb\\r\\n
            \\n             | \\r\\n
            a\\r            | a\\r\\n
            a\\r\\r\\nb     | a\\r\\n\\r\\nb\\r\\n
            """)
    void a_message_arrives_the_same_by_chunk_and_by_data(String given, String arrives) throws IOException {
        byte[] body = octets(given);
        String expected = new String(octets(arrives), StandardCharsets.US_ASCII);

        String written = written(body, WireText::plain);
        String dotted = written(body, WireText::dotted);

        assertThat(written).isEqualTo(expected);
        assertThat(WireText.plainSize(Content.of(body))).isEqualTo(expected.length());
        assertThat(dotted).endsWith("\r\n.\r\n");
        assertThat(dotted.substring(0, dotted.length() - 3).replaceAll("(?m)^\\.", ""))
                .isEqualTo(expected.replaceAll("(?m)^\\.(?=\\.)", ""));
    }

    /// In whatever pieces it comes, and however many blocks it fills.
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 8190, 8191, 8192, 8193, 100_000})
    void a_large_message_is_the_same_in_any_pieces(int piece) throws IOException {
        byte[] body = random(new Random(7), 300_000);

        for (Writer writer : List.<Writer>of(WireText::plain, WireText::dotted)) {
            String whole = written(body, writer);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            writer.write(
                    new Content() {
                        @Override
                        public long size() {
                            return body.length;
                        }

                        @Override
                        public void writeTo(OutputStream into) throws IOException {
                            for (int at = 0; at < body.length; at += piece) {
                                into.write(body, at, Math.min(piece, body.length - at));
                            }
                        }
                    },
                    out);
            assertThat(out.toString(StandardCharsets.ISO_8859_1)).isEqualTo(whole);
        }
        String lines = new String(body, StandardCharsets.ISO_8859_1).replaceAll("\r\n|\r|\n", "\r\n");
        String ended = lines.endsWith("\r\n") ? lines : lines + "\r\n";
        assertThat(written(body, WireText::plain)).isEqualTo(ended);
        assertThat(written(body, WireText::dotted))
                .isEqualTo(("\r\n" + ended).replace("\r\n.", "\r\n..").substring(2) + ".\r\n");
    }

    /// Long lines, and many dots and line ends.
    private static byte[] random(Random random, int length) {
        byte[] body = new byte[length];
        String often = "\r\n.\r\n..x";
        for (int i = 0; i < length; i++) {
            boolean dense = i / 20_000 % 2 == 0;
            body[i] = (byte) (dense ? often.charAt(random.nextInt(often.length())) : 'a' + random.nextInt(20));
        }
        return body;
    }

    private interface Writer {
        void write(Content content, OutputStream out) throws IOException;
    }

    private static String written(byte[] body, Writer writer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(Content.of(body), out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static byte[] octets(String text) {
        return text.strip().replace("\\r", "\r").replace("\\n", "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
