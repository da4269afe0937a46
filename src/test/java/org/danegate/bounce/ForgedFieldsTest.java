package org.danegate.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Header;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.danegate.address.MailAddress;
import org.danegate.event.Trouble;
import org.danegate.policy.BounceProfile;
import org.danegate.queue.Envelope;
import org.danegate.queue.MessageBody;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueuedDelivery;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.eclipse.angus.mail.dsn.MultipartReport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Nobody writes fields of his own into a notification, whatever a peer answers and a client gives.
class ForgedFieldsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String FORGED = "Final-Recipient: rfc822; victim@x.example";
    private static final byte[] ORIGINAL = ascii("Subject: mine\r\n\r\nbody\r\n");

    /// Each ends a line somewhere, or looks as if: by itself, by its low octet, or to those who decode too much.
    static Stream<String> nasty() {
        return Stream.of(
                        "\u010d\u010a",
                        "\u560d\u560a",
                        "\u010a",
                        "\u560a",
                        "\r\n",
                        "\n",
                        "\r",
                        "\0",
                        "\u0085",
                        "\u2028",
                        "\u2029",
                        "\u202e",
                        "\u0b0a\u000b\f",
                        "\ud800",
                        "\udc0a",
                        "\ud83d\ude0a",
                        "=?utf-8?Q?=0D=0A?= ",
                        "\ufffd\ufffd",
                        "\u00fc",
                        "+0D+0A",
                        "\\x{0A}",
                        "\u200f")
                .flatMap(end -> Stream.of(end + FORGED, end + " " + end + end + FORGED, end.repeat(300) + FORGED));
    }

    @ParameterizedTest
    @MethodSource("nasty")
    void a_peers_reply_stays_in_its_field(String nasty) throws Exception {
        check(message("a@x.example", "b@y.example", "", "", "5.1.1 no " + nasty, ORIGINAL), 7, 5);
    }

    @ParameterizedTest
    @MethodSource("nasty")
    void an_original_recipient_stays_in_its_field_or_is_left_out(String nasty) throws Exception {
        for (String type : List.of("rfc822;", "utf-8;", nasty)) {
            byte[] octets = message("a@x.example", "b@y.example", type + nasty, "", "no", ORIGINAL);
            check(octets, 7, 6);
        }
    }

    @ParameterizedTest
    @MethodSource("nasty")
    void an_envelope_id_stays_in_its_field_or_is_left_out(String nasty) throws Exception {
        check(message("a@x.example", "b@y.example", "", nasty, "no", ORIGINAL), 7, 5);
    }

    @ParameterizedTest
    @MethodSource("nasty")
    void a_recipient_stays_in_its_field(String nasty) throws Exception {
        String address = "\"" + nasty.replaceAll("[\\x00-\\x1f\\x7f]", "") + "\"@y.example";
        check(message("a@x.example", address, "", "", "no", ORIGINAL), 7, 5);
    }

    @ParameterizedTest
    @MethodSource("nasty")
    void a_sender_stays_in_its_field(String nasty) throws Exception {
        String local = nasty.replaceAll("[\\x00-\\x1f\\x7f]", "");
        byte[] octets = message("\"" + local + "\"@x.example", "b@y.example", "", "", "no", ORIGINAL);
        check(octets, local.chars().allMatch(c -> c < 0x80) ? 7 : 8, 5);
    }

    @Test
    void what_a_peer_said_in_other_letters_is_read_as_it_was_said() throws Exception {
        String said =
                "Postfach \u00fcberf\u00fcllt, =?utf-8?q?x?= \u90ae\u7bb1\u5df2\u6ee1 " + "\ud83d\ude00".repeat(60);
        DeliveryStatus status = status(message("a@x.example", "b@y.example", "", "", said, ORIGINAL));
        String field = status.getRecipientDSN(0).getHeader("Diagnostic-Code", null);
        assertThat(MimeUtility.decodeText(MimeUtility.unfold(field))).isEqualTo("smtp; 550 " + said);
        assertThat(field.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(78));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"x", "\u00fc", "word "})
    void a_long_reply_is_cut_with_a_mark(String piece) throws Exception {
        byte[] octets = message("a@x.example", "b@y.example", "", "", piece.repeat(4000), ORIGINAL);
        check(octets, 7, 5);
        String field = status(octets).getRecipientDSN(0).getHeader("Diagnostic-Code", null);
        String text = MimeUtility.decodeText(MimeUtility.unfold(field));
        assertThat(text).endsWith(" more characters");
        assertThat(text.length()).isBetween(600, 1100);
    }

    @ParameterizedTest
    @CsvSource({
        "rfc822;one+2Btwo@ietf.org, rfc822;one+two@ietf.org",
        "utf-8;j\\x{FC}rgen@x.example, utf-8;j\\x{FC}rgen@x.example",
        "utf-8;j\u00fcrgen@x.example, utf-8;j\\x{FC}rgen@x.example"
    })
    void an_original_recipient_is_shown_decoded_and_in_ascii(String given, String shown) throws Exception {
        byte[] octets = message("a@x.example", "b@y.example", given, "id+2B1+20x", "no", ORIGINAL);
        assertThat(status(octets).getRecipientDSN(0).getHeader("Original-Recipient", null))
                .isEqualTo(shown);
        assertThat(status(octets).getMessageDSN().getHeader("Original-Envelope-Id", null))
                .isEqualTo("id+1 x");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "Subject: mine, message/rfc822, 7",
        "Subject: m\u00fcne, message/global, 8",
    })
    void a_returned_message_has_the_type_of_its_header(String header, String type, int bits) throws Exception {
        byte[] original = (header + "\r\n\r\nbody\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] octets = message("a@x.example", "b@y.example", "", "", "no", original);
        check(octets, bits, 5);
        assertThat(report(octets).getBodyPart(2).getContentType()).startsWith(type);
        assertThat(((MimeBodyPart) report(octets).getBodyPart(2))
                        .getRawInputStream()
                        .readAllBytes())
                .isEqualTo(original);
    }

    @Test
    void of_a_message_with_lines_too_long_for_mail_the_header_comes_back() throws Exception {
        byte[] original =
                ascii("Subject: mine\r\nX-Long: " + "y".repeat(2000) + "\r\n\r\n" + "x".repeat(2000) + "\r\n");
        byte[] octets = message("a@x.example", "b@y.example", "", "", "no", original);
        check(octets, 7, 5);
        assertThat(report(octets).getBodyPart(2).getContentType()).startsWith("text/rfc822-headers");
        assertThat(new String(report(octets).getBodyPart(2).getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .isEqualTo("Subject: mine\r\nX-Long: " + "y".repeat(2000) + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "j\u00fcrgen@b\u00fccher.example, true, j\u00fcrgen@b\u00fccher.example",
        "a@b\u00fccher.example, false, a@xn--bcher-kva.example",
        "ab..cd@x.example, false, \"ab..cd\"@x.example"
    })
    void a_notification_needs_smtputf8_only_where_its_recipient_does(String sender, boolean utf8, String to)
            throws Exception {
        NewMessage made = notification(sender, "b\u00fc@y.example", "", "", "no", ORIGINAL);
        assertThat(made.envelope().utf8()).isEqualTo(utf8);
        String header = new String(made.body().octets(), StandardCharsets.UTF_8).split("\r\n\r\n", 2)[0];
        assertThat(header.lines()).contains("To: " + to);
    }

    /// @param bits 7 where every octet must be ASCII
    /// @param most fields of the recipient's block
    private static void check(byte[] octets, int bits, int most) throws Exception {
        int length = 0;
        for (int i = 0; i < octets.length; i++) {
            byte b = octets[i];
            boolean lineEnd = b == '\r' && octets[i + 1] == '\n' || b == '\n' && octets[i - 1] == '\r';
            length = lineEnd ? 0 : length + 1;
            if (!(lineEnd || b == '\t' || b >= ' ' || b < 0 && bits == 8) || length > 998) {
                throw new AssertionError("octet " + b + " at " + i + ", " + length + " of its line");
            }
        }
        String header = new String(octets, StandardCharsets.UTF_8).split("\r\n\r\n", 2)[0];
        assertThat(header.lines().filter(line -> !line.startsWith(" ") && !line.startsWith("\t")))
                .as("fields of the header")
                .allMatch(line -> line.matches("(Date|From|To|Message-ID|Subject|MIME-Version|Content-Type|"
                        + "Content-Transfer-Encoding|Auto-Submitted): .*"))
                .doesNotHaveDuplicates();
        DeliveryStatus status = status(octets);
        assertThat(status.getRecipientDSNCount()).isEqualTo(1);
        assertThat(names(status.getMessageDSN()))
                .isSubsetOf("Reporting-MTA", "Original-Envelope-Id", "Arrival-Date")
                .doesNotHaveDuplicates();
        assertThat(names(status.getRecipientDSN(0)))
                .hasSizeLessThanOrEqualTo(most)
                .isSubsetOf(
                        "Original-Recipient",
                        "Final-Recipient",
                        "Action",
                        "Status",
                        "Diagnostic-Code",
                        "Last-Attempt-Date")
                .doesNotHaveDuplicates();
        byte[] raw = ((MimeBodyPart) report(octets).getBodyPart(1))
                .getRawInputStream()
                .readAllBytes();
        assertThat(new String(raw, StandardCharsets.ISO_8859_1).chars())
                .as("delivery-status is ASCII")
                .allMatch(c -> c < 0x80);
    }

    private static List<String> names(InternetHeaders fields) {
        return Collections.list(fields.getAllHeaders()).stream()
                .map(Header::getName)
                .toList();
    }

    private static MultipartReport report(byte[] octets) throws Exception {
        return (MultipartReport)
                new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets)).getContent();
    }

    private static DeliveryStatus status(byte[] octets) throws Exception {
        return (DeliveryStatus) report(octets).getReport();
    }

    private static byte[] message(String sender, String recipient, String original, String id, String said, byte[] body)
            throws Exception {
        return notification(sender, recipient, original, id, said, body).body().octets();
    }

    private static NewMessage notification(
            String sender, String recipient, String original, String id, @Nullable String said, byte[] body)
            throws Exception {
        MailAddress to = MailAddress.parse(recipient);
        QueuedDelivery.Pending pending = new QueuedDelivery.Pending(0, to, "", original, 1, NOW, 0, "");
        QueuedDelivery delivery = new QueuedDelivery(
                4,
                to.domain(),
                new Envelope(sender, true, true, true, "", id, "In"),
                NOW,
                body.length,
                List.of(pending));
        Trouble trouble = new Trouble("550", "5.1.1", "Unknown address error", List.of(String.valueOf(said)), false);
        return new BounceMessages("gate.example")
                .notification(
                        () -> 5,
                        BounceMessages.Kind.FAILED,
                        delivery,
                        List.of(new BounceMessages.Report(pending, trouble)),
                        MessageBody.of(body),
                        BounceProfile.defaults(),
                        NOW)
                .orElseThrow();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
