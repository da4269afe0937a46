package org.danegate.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What stands on the wire, by DATA (RFC 5321 4.5.2) and by BDAT (RFC 3030).
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
    void a_message_arrives_the_same_by_chunk_and_by_data(String given, String arrives) {
        byte[] body = octets(given);
        String expected = new String(octets(arrives), StandardCharsets.US_ASCII);

        LastChunk chunk = LastChunk.of(body);
        String written = new String(chunk.octets(), 0, chunk.length(), StandardCharsets.US_ASCII);
        DotStuffed stuffed = DotStuffed.of(body);
        String dotted = new String(stuffed.octets(), 0, stuffed.length(), StandardCharsets.US_ASCII);

        assertThat(written).isEqualTo("BDAT " + expected.length() + " LAST\r\n" + expected);
        assertThat(dotted).endsWith("\r\n.\r\n");
        assertThat(dotted.substring(0, dotted.length() - 3).replaceAll("(?m)^\\.", ""))
                .isEqualTo(expected.replaceAll("(?m)^\\.(?=\\.)", ""));
    }

    private static byte[] octets(String text) {
        return text.strip().replace("\\r", "\r").replace("\\n", "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
