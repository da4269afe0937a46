package org.danegate.maillog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.danegate.address.MailAddress;
import org.danegate.dane.DaneAction;
import org.danegate.dane.Evidence;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DkimSignature;
import org.danegate.event.Lane;
import org.danegate.event.Trouble;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.LogSubscription;
import org.danegate.policy.LogSubscription.Level;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailLogLinesTest {

    private static final Instant AT = Instant.parse("2019-02-05T13:20:03Z");
    private static final InetAddress HERE = InetAddress.ofLiteral("10.1.1.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("10.1.1.209");
    private static final Trouble REFUSED =
            new Trouble("550", "5.1.0", "Unknown address error", List.of("<g@y>... Relaying denied"), false);
    private static final Trouble BUSY =
            new Trouble("421", "4.3.2", "Not accepting messages at this time", List.of("4.3.2 try again later"), false);

    private final MailLogLines grammar = new MailLogLines(ZoneOffset.UTC);

    static Stream<Arguments> lines() {
        return Stream.of(
                arguments(
                        new DeliveryEvent.InjectionStarted(AT, 5, "Management", HERE, THERE, "remotehost.com"),
                        "New SMTP ICID 5 interface Management (10.1.1.1) address 10.1.1.209 reverse dns host"
                                + " remotehost.com verified yes"),
                arguments(
                        new DeliveryEvent.InjectionStarted(AT, 5, "Management", HERE, THERE, null),
                        "New SMTP ICID 5 interface Management (10.1.1.1) address 10.1.1.209 reverse dns host unknown"
                                + " verified no"),
                arguments(
                        new DeliveryEvent.SenderGroupMatched(AT, 5, "RELAY", "RELAYLIST", "127.0.0.0/8"),
                        "ICID 5 RELAY SG RELAYLIST match 127.0.0.0/8 SBRS not enabled country not enabled"),
                arguments(
                        new DeliveryEvent.InjectionTls(AT, 5, "TLSv1.3", "TLS_AES_256_GCM_SHA384"),
                        "ICID 5 TLS success protocol TLSv1.3 cipher TLS_AES_256_GCM_SHA384"),
                arguments(new DeliveryEvent.InjectionClosed(AT, 5), "ICID 5 close"),
                arguments(
                        new DeliveryEvent.MessageSigned(
                                AT,
                                6,
                                "main",
                                "ana@example.com",
                                List.of(
                                        new DkimSignature("example.com", "s1", "rsa-sha256"),
                                        new DkimSignature("example.com", "e1", "ed25519-sha256"))),
                        "MID 6 DKIM: signing with main - matches ana@example.com (d=example.com s=s1 a=rsa-sha256,"
                                + " d=example.com s=e1 a=ed25519-sha256)"),
                arguments(
                        new DeliveryEvent.MessageStarted(AT, 6, 5, "a@b"),
                        "Start MID 6 ICID 5|MID 6 ICID 5 From: <a@b>"),
                arguments(
                        new DeliveryEvent.RecipientAdded(AT, 6, 5, 0, MailAddress.parse("c@d")),
                        "MID 6 ICID 5 RID 0 To: <c@d>"),
                arguments(
                        new DeliveryEvent.MessageQueued(
                                AT,
                                6,
                                5,
                                "a@b",
                                100,
                                "<x@y>",
                                "text",
                                DeliveryEvent.MessageQueued.Direction.OUTBOUND,
                                Lane.PLAIN),
                        "MID 6 Message-ID '<x@y>'|MID 6 Subject \"text\"|MID 6 ready 100 bytes from <a@b>"
                                + "|MID 6 matched all recipients for per-recipient policy DEFAULT in the outbound table"
                                + "|MID 6 queued for delivery"),
                arguments(
                        new DeliveryEvent.MessageQueued(
                                AT,
                                6,
                                5,
                                "",
                                100,
                                null,
                                null,
                                DeliveryEvent.MessageQueued.Direction.INBOUND,
                                Lane.PLAIN),
                        "MID 6 ready 100 bytes from <>"
                                + "|MID 6 matched all recipients for per-recipient policy DEFAULT in the inbound table"
                                + "|MID 6 queued for delivery"),
                arguments(
                        new DeliveryEvent.MessageQueued(AT, 6, 5, "", 100, null, null),
                        "MID 6 ready 100 bytes from <>|MID 6 queued for delivery"),
                arguments(
                        new DeliveryEvent.MessageAborted(AT, 6, 5, "RSET"),
                        "Message aborted MID 6 RSET|Message finished MID 6 aborted"),
                arguments(
                        new DeliveryEvent.ConnectionOpened(AT, 8, "d", "mx.d", HERE, THERE, 25),
                        "New SMTP DCID 8 interface 10.1.1.1 address 10.1.1.209 port 25"),
                arguments(
                        new DeliveryEvent.TlsSucceeded(
                                AT, 30, "d", "mx.d", "TLSv1.2", "ECDHE-RSA-AES256-SHA384", false),
                        "DCID 30 TLS success protocol TLSv1.2 cipher ECDHE-RSA-AES256-SHA384"),
                arguments(
                        new DeliveryEvent.TlsFailed(AT, 8, "d", "mx.d", THERE, "no STARTTLS", true),
                        "DCID 8 TLS failed: no STARTTLS|DCID 8 IP 10.1.1.209 TLS was required but could not be"
                                + " successfully negotiated"),
                arguments(
                        new DeliveryEvent.DeliveryStarted(AT, 8, 6, List.of(0, 1)),
                        "Delivery start DCID 8 MID 6 to RID [0, 1]"),
                arguments(new DeliveryEvent.DeliveryDone(AT, 8, 6, List.of(0)), "Message done DCID 8 MID 6 to RID [0]"),
                arguments(
                        new DeliveryEvent.RecipientDelivered(AT, 8, 6, 0, "d", "2.0.0 Ok", Duration.ZERO),
                        "MID 6 RID [0] Response '2.0.0 Ok'"),
                arguments(new DeliveryEvent.ConnectionClosed(AT, 8, "d"), "DCID 8 close"),
                arguments(new DeliveryEvent.MessageFinished(AT, 6), "Message finished MID 6 done"),
                arguments(
                        new DeliveryEvent.RecipientBounced(AT, 3, 4, 0, "y", REFUSED, false),
                        "Bounced: DCID 3 MID 4 to RID 0 - 5.1.0 - Unknown address error ('550',"
                                + " ['<g@y>... Relaying denied']) []"),
                arguments(
                        new DeliveryEvent.RecipientDelayed(
                                AT, 5, 4, 0, "y", BUSY, Instant.parse("2020-08-10T09:56:56Z")),
                        "Delayed: DCID 5 MID 4 to RID 0 - 4.3.2 - Not accepting messages at this time ('421',"
                                + " ['4.3.2 try again later']) []|Message 4 to RID [0] pending till"
                                + " Mon Aug 10 09:56:56 2020"),
                arguments(
                        new DeliveryEvent.NotificationGenerated(AT, 9, 8, "bounce"),
                        "MID 9 was generated for bounce of MID 8"),
                arguments(new DeliveryEvent.RecipientsDeleted(AT, 3, List.of(0, 2), "d"), "Deleted: MID 3 to [0, 2]"),
                arguments(
                        new DeliveryEvent.DnsTrouble(AT, "structure.com", "structure.com", "MX", "ServFail"),
                        "DNS Temporary Failure structure.com MX - ServFail"));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void events_have_the_words_of_the_appliance(DeliveryEvent event, String expected) {
        assertThat(grammar.of(event)).allMatch(line -> line.level() == Level.INFO);
        assertThat(String.join(
                        "|", grammar.of(event).stream().map(LogLine::text).toList()))
                .isEqualTo(expected);
    }

    @Test
    void a_dane_success_is_the_line_of_the_seed() {
        DeliveryEvent event = new DeliveryEvent.TlsSucceeded(
                AT, 2322371, "karakun.com", "mx", "TLSv1.2", "DHE-RSA-AES256-GCM-SHA384", true);
        assertThat(grammar.of(event).getFirst().stamped(AT, ZoneOffset.UTC))
                .isEqualTo("Tue Feb 5 13:20:03 2019 Info: DCID 2322371 TLS success protocol TLSv1.2 cipher"
                        + " DHE-RSA-AES256-GCM-SHA384 for karakun.com");
        assertThat(grammar.of(event).getFirst().stamped(AT, ZoneId.of("America/New_York")))
                .startsWith("Tue Feb 5 08:20:03 2019 Info: ");
    }

    @Test
    @Tag("KX-05")
    void the_key_exchange_is_a_line_at_debug() {
        DeliveryEvent event = new DeliveryEvent.TlsSucceeded(
                AT, 7, "karakun.com", "mx", "TLSv1.3", "TLS_AES_256_GCM_SHA384", true, null, "offered x25519, x448");
        assertThat(grammar.of(event))
                .containsExactly(
                        new LogLine(
                                Level.INFO,
                                "DCID 7 TLS success protocol TLSv1.3 cipher TLS_AES_256_GCM_SHA384 for karakun.com"),
                        new LogLine(Level.DEBUG, "DCID 7 TLS key exchange: offered x25519, x448"));
    }

    @Test
    void an_attempt_has_a_line_at_info_only_when_dane_failed() {
        assertThat(atInfo(attempt(DaneAction.DANE_FAIL))).containsExactly("DANE failed for ietf.org: TLSA is bogus");
        assertThat(atInfo(attempt(DaneAction.DANE_SUCCESS))).isEmpty();
        assertThat(atInfo(attempt(DaneAction.NOT_ASKED))).isEmpty();
    }

    @Test
    void the_way_to_the_verdict_is_told_at_debug() {
        assertThat(grammar.of(attempt(DaneAction.DANE_SUCCESS)))
                .allMatch(line -> line.level() == LogSubscription.Level.DEBUG)
                .extracting(LogLine::text)
                .containsExactly(
                        "DANE check for ietf.org: Mandatory, MX not asked",
                        "DANE verdict for ietf.org: DANE SUCCESS, TLSA is bogus");
    }

    private List<String> atInfo(DeliveryEvent event) {
        return grammar.of(event).stream()
                .filter(line -> line.level() == LogSubscription.Level.INFO)
                .map(LogLine::text)
                .toList();
    }

    private static DeliveryEvent attempt(DaneAction action) {
        Evidence evidence =
                new Evidence("ietf.org", DaneSupport.MANDATORY, null, null, List.of(), action, "TLSA is bogus", AT);
        return new DeliveryEvent.AttemptEnded(AT, "ietf.org", Lane.PLAIN, 1, evidence, null);
    }

    @Test
    @Tag("G-20")
    void a_message_that_cannot_be_signed_is_a_warning_in_both_logs() {
        DeliveryEvent waits = DeliveryEvent.MessageSigned.not(AT, 6, "signing key 'k' does not exist", true);
        DeliveryEvent leaves = DeliveryEvent.MessageSigned.not(AT, 7, "signing key 'k' does not exist", false);

        assertThat(grammar.of(waits))
                .isEqualTo(OtherLogLines.system(waits))
                .containsExactly(new LogLine(
                        Level.WARNING, "MID 6 DKIM: cannot sign, the message waits: signing key 'k' does not exist"));
        assertThat(OtherLogLines.system(leaves))
                .containsExactly(new LogLine(
                        Level.WARNING, "MID 7 DKIM: cannot sign, leaves unsigned: signing key 'k' does not exist"));
        assertThat(OtherLogLines.system(new DeliveryEvent.MessageSigned(AT, 6, "main", "a@b", List.of())))
                .isEmpty();
    }

    @Test
    void details_of_lookups_are_debug_and_their_faults_warnings() {
        LogLine debug = grammar.of(new DeliveryEvent.DnsDetail(AT, false, "DNS query: Q('ietf.org', 'MX')"))
                .getFirst();
        LogLine warning = grammar.of(new DeliveryEvent.DnsDetail(AT, true, "x")).getFirst();
        assertThat(debug.stamped(AT, ZoneOffset.UTC)).contains(" Debug: DNS query: Q('ietf.org', 'MX')");
        assertThat(debug.shownAt(Level.INFO)).isFalse();
        assertThat(debug.shownAt(Level.DEBUG)).isTrue();
        assertThat(warning.shownAt(Level.INFO)).isTrue();
        assertThat(warning.shownAt(Level.CRITICAL)).isFalse();
    }

    @Test
    void nobody_writes_log_lines_of_his_own() {
        String evil = "x\r\nTue Feb 5 13:20:03 2019 Info: forged\u2028\u202e\u001b[2K\u0085";
        for (DeliveryEvent event : List.of(
                new DeliveryEvent.MessageQueued(AT, 1, 1, evil, 1, evil, evil),
                new DeliveryEvent.MessageStarted(AT, 1, 1, evil),
                new DeliveryEvent.RecipientRejected(AT, 1, evil, evil),
                new DeliveryEvent.RecipientDelivered(AT, 1, 1, 0, "d", evil, Duration.ZERO),
                new DeliveryEvent.RecipientBounced(
                        AT, 1, 1, 0, "d", new Trouble("550", "5.0.0", evil, List.of(evil), false), false),
                new DeliveryEvent.DnsDetail(AT, false, evil),
                new DeliveryEvent.SystemNotice(AT, true, evil))) {
            assertThat(grammar.of(event))
                    .allMatch(line -> line.text().chars().noneMatch(Character::isISOControl))
                    .noneMatch(line -> line.text().matches(".*[\\u2028\\u202e].*"))
                    .anyMatch(line -> line.text().contains("\\n"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2.0.0 Ok | '2.0.0 Ok'",
                "it's \\ ok | \"it's \\\\ ok\"",
                "say \"hi\" | 'say \"hi\"'",
                "it's \"hi\" | 'it\\'s \"hi\"'",
            })
    void quotes_in_what_others_said_are_printed_as_the_appliance_prints_them(String said, String printed) {
        assertThat(textOf(new DeliveryEvent.RecipientDelivered(AT, 1, 1, 0, "d", said, Duration.ZERO)))
                .containsExactly("MID 1 RID [0] Response " + printed);
        assertThat(textOf(new DeliveryEvent.RecipientBounced(
                        AT, 1, 1, 0, "d", new Trouble("550", "5.0.0", "Refused", List.of(said), false), false)))
                .containsExactly("Bounced: DCID 1 MID 1 to RID 0 - 5.0.0 - Refused ('550', [" + printed + "]) []");
    }

    /// Patterns of our own making that read lines as collectors of the appliance's logs do: anchored, subject
    /// between double quotes, everything up to the last one.
    @ParameterizedTest
    @ValueSource(
            strings = {"text", "it's", "say \"hi\"", "both ' and \"", "", "ends with \"", "\"", "'", "back\\slash"})
    void collectors_read_the_subject_as_it_was(String subject) {
        List<String> lines = textOf(new DeliveryEvent.MessageQueued(
                AT, 6, 5, "a@b", 100, "<x@y>", subject, DeliveryEvent.MessageQueued.Direction.OUTBOUND, Lane.PLAIN));

        assertThat(read("^MID (\\d+) Subject \"(.*)\"$", lines)).containsExactly("6", subject);
        assertThat(read("^MID (\\d+) Message-ID '<(.*)>'$", lines)).containsExactly("6", "x@y");
        assertThat(read("^MID (\\d+) ready (\\d+) bytes from <(.*)>$", lines)).containsExactly("6", "100", "a@b");
        assertThat(read(
                        "^MID (\\d+) matched all recipients for per-recipient policy (\\w+) in the (.*?) table$",
                        lines))
                .containsExactly("6", "DEFAULT", "outbound");
        assertThat(read("^MID (\\d+) (.*) for delivery$", lines)).containsExactly("6", "queued");
    }

    private List<String> textOf(DeliveryEvent event) {
        return grammar.of(event).stream().map(LogLine::text).toList();
    }

    /// The groups of the one line that matches.
    private static List<String> read(String pattern, List<String> lines) {
        List<List<String>> found = lines.stream()
                .map(Pattern.compile(pattern)::matcher)
                .filter(Matcher::matches)
                .map(line -> IntStream.rangeClosed(1, line.groupCount())
                        .mapToObj(line::group)
                        .toList())
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
