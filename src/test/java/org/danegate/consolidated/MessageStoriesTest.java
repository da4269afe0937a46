package org.danegate.consolidated;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.danegate.address.MailAddress;
import org.danegate.consolidated.ConsolidatedEvent.Act;
import org.danegate.dane.DaneVerdict;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvent.MessageQueued.Direction;
import org.danegate.event.DkimSignature;
import org.danegate.event.KnownMessages;
import org.danegate.event.Lane;
import org.danegate.event.Trouble;
import org.danegate.policy.EventForm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MessageStoriesTest {

    private static final Instant AT = Instant.parse("2022-11-03T14:05:43.5Z");
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress CLIENT = InetAddress.ofLiteral("10.1.1.209");
    private static final InetAddress MX = InetAddress.ofLiteral("198.51.100.7");
    private static final Trouble UNKNOWN = new Trouble(
            "550", "5.1.1", "Bad destination mailbox address", List.of("5.1.1 No such user = sorry"), false);
    private static final EventNotation NOTATION = new EventNotation("gate.example.com", "1.2.3", ZoneOffset.UTC);
    private static final EventForm ALL = EventForm.defaults();
    private static final EventForm STRICT =
            new EventForm(EventForm.Notation.CEF, "Cisco", "C100V", EventForm.Keys.APPLIANCE);
    private static final EventForm JSON =
            new EventForm(EventForm.Notation.JSON, "Danegate", "Danegate", EventForm.Keys.ALL);

    private final List<ConsolidatedEvent> told = new ArrayList<>();
    private KnownMessages known = mid -> Optional.empty();
    private final MessageStories stories = new MessageStories(mid -> known.find(mid));

    @Test
    void a_delivered_message_is_one_line_that_elastic_reads() {
        receive(6, "text", "c@good.example");
        deliver(6, 8, 0, "good.example", true);
        finish(6);

        ConsolidatedEvent event = only();
        Map<String, String> fields =
                CollectorGrammars.event(NOTATION.line(event, STRICT)).orElseThrow();
        assertThat(fields)
                .containsEntry("vendor", "Cisco")
                .containsEntry("class", "ESA_CONSOLIDATED_LOG_EVENT")
                .containsEntry("deviceExternalId", "gate.example.com")
                .containsEntry("ESAMID", "6")
                .containsEntry("ESAICID", "5")
                .containsEntry("ESADCID", "8")
                .containsEntry("startTime", "Thu Nov  3 14:05:43 2022")
                .containsEntry("endTime", "Thu Nov  3 14:05:43 2022")
                .containsEntry("dvc", "192.0.2.1")
                .containsEntry("device(?:In|Out)boundInterface", "OutgoingMail")
                .containsEntry("deviceDirection", "1")
                .containsEntry("ESAMailFlowPolicy", "RELAY")
                .containsEntry("ESASenderGroup", "RELAYLIST")
                .containsEntry("suser", "a@b.example")
                .containsEntry("duser", "c@good.example")
                .containsEntry("act", "DELIVERED")
                .containsEntry("cs4", "'<x@b.example>'")
                .containsEntry("ESAMsgSize", "100")
                .containsEntry("ESAHeloDomain", "client.example")
                .containsEntry("ESAHeloIP", "10.1.1.209")
                .containsEntry("sourceHostName", "unknown")
                .containsEntry("sourceAddress", "10.1.1.209")
                .containsEntry("subject", "text")
                .containsEntry("ESATLSInConnStatus", "Success")
                .containsEntry("ESATLSInProtocol", "TLSv1.2")
                .containsEntry("ESATLSOutConnStatus", "Success")
                .containsEntry("ESATLSOutProtocol", "TLSv1.3")
                .containsEntry("ESATLSOutCipher", "TLS_AES_256_GCM_SHA384")
                .containsEntry("ESADaneHost", "good.example")
                .containsEntry("ESADaneStatus", "success")
                .doesNotContainKey("ESAFinalActionDetails");
        assertThat(NOTATION.line(event, ALL))
                .startsWith("CEF:0|Danegate|Danegate|1.2.3|ESA_CONSOLIDATED_LOG_EVENT|Consolidated Log Event|5|")
                .endsWith(" ESADaneStatus=success DGDaneReason=record 3 1 1 matches DGTlsaRecord=3 1 1 0a0b"
                        + " DGMxHost=mx.good.example");
    }

    @Test
    @Tag("G-20")
    void a_signed_message_names_its_signatures() {
        receive(6, "text", "c@good.example", "d@good.example");
        stories.on(new DeliveryEvent.MessageSigned(
                AT, 6, "main", "a@b.example", List.of(new DkimSignature("b.example", "s1", "rsa-sha256"))));
        deliver(6, 8, 0, "good.example", true);
        finish(6);

        ConsolidatedEvent event = only();
        assertThat(NOTATION.line(event, ALL)).endsWith(" DGDkimSignatures=d\\=b.example s\\=s1 a\\=rsa-sha256");
        assertThat(NOTATION.line(event, STRICT)).doesNotContain("Dkim");
        assertThat(NOTATION.line(event, JSON)).endsWith(",\"dkim_signatures\":[\"d=b.example s=s1 a=rsa-sha256\"]}");
    }

    @Test
    void the_same_event_in_json_has_the_documented_names() {
        receive(6, "ñandú \"x\" \u202E", "c@good.example");
        deliver(6, 8, 0, "good.example", true);
        finish(6);

        JsonNode json = JsonMapper.builder().build().readTree(NOTATION.line(only(), JSON));
        assertThat(json.propertyNames())
                .containsExactly(
                        "schema",
                        "event",
                        "device",
                        "version",
                        "mid",
                        "icid",
                        "dcid",
                        "started",
                        "ended",
                        "action",
                        "direction",
                        "from",
                        "to",
                        "to_count",
                        "message_id",
                        "subject",
                        "bytes",
                        "listener",
                        "local_address",
                        "client_address",
                        "client_helo",
                        "mail_flow_policy",
                        "sender_group",
                        "tls_in_protocol",
                        "tls_in_cipher",
                        "destination",
                        "mx_host",
                        "mx_address",
                        "mx_port",
                        "tls_out_protocol",
                        "tls_out_cipher",
                        "dane_status",
                        "dane_reason",
                        "tlsa_record");
        assertThat(json.get("schema").asInt()).isEqualTo(1);
        assertThat(json.get("subject").asString()).isEqualTo("ñandú \"x\" ?");
        assertThat(json.get("started").asString()).isEqualTo("2022-11-03T14:05:43.500Z");
        assertThat(json.get("dane_status").asString()).isEqualTo("success");
    }

    @Test
    void recipients_with_one_fate_share_an_event_and_others_have_their_own() {
        receive(6, "text", "c@good.example", "d@good.example", "e@bad.example", "f@bad.example");
        deliver(6, 8, 0, "good.example", false);
        deliver(6, 8, 1, "good.example", false);
        assertThat(told).isEmpty();
        told.addAll(stories.due(AT.plusSeconds(1)));
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().recipients()).containsExactly("c@good.example", "d@good.example");

        on(new DeliveryEvent.RecipientBounced(
                AT.plusSeconds(60), 9, 6, 2, "bad.example", UNKNOWN, false, "a@b.example", "e@bad.example"));
        on(new DeliveryEvent.RecipientsDeleted(AT.plusSeconds(61), 6, List.of(3), "bad.example"));
        on(new DeliveryEvent.MessageFinished(AT.plusSeconds(61), 6));
        assertThat(told).extracting(ConsolidatedEvent::act).containsExactly(Act.DELIVERED, Act.BOUNCED, Act.DELETED);
        assertThat(told.get(1).details())
                .isEqualTo("5.1.1 Bad destination mailbox address: 5.1.1 No such user = sorry");
        assertThat(NOTATION.line(told.get(1), STRICT)).contains("No such user \\= sorry cs4Label=");
        assertThat(told.get(2).recipients()).containsExactly("f@bad.example");
        assertThat(told.get(2).dcid()).isZero();
    }

    @Test
    void a_dane_failure_says_so_and_why() {
        receive(6, "text", "c@bad.example");
        Trouble fails = new Trouble("000", "4.7.5", "DANE failed", List.of("no TLSA record matches"), true);
        on(new DeliveryEvent.TlsFailed(AT, 8, "bad.example", "mx.bad.example", MX, "certificate refused", true));
        on(new DeliveryEvent.RecipientBounced(AT, 8, 6, 0, "bad.example", fails, true, "a@b.example", "c@bad.example"));
        finish(6);
        Map<String, String> fields =
                CollectorGrammars.event(NOTATION.line(only(), STRICT)).orElseThrow();
        assertThat(fields)
                .containsEntry("act", "BOUNCED")
                .containsEntry("ESADaneStatus", "failure")
                .containsEntry("ESADaneHost", "bad.example")
                .containsEntry("ESATLSOutConnStatus", "Failed");
        assertThat(NOTATION.line(only(), ALL)).endsWith(" DGDaneReason=no TLSA record matches DGMxHost=mx.bad.example");
    }

    @Test
    void a_message_given_up_before_acceptance_is_aborted() {
        on(new DeliveryEvent.InjectionStarted(AT, 5, "IncomingMail", HERE, CLIENT, "client.example"));
        on(new DeliveryEvent.MessageStarted(AT, 6, 5, "a@b.example", "client.example"));
        on(new DeliveryEvent.MessageAborted(AT, 6, 5, "Receiving aborted by sender"));
        Map<String, String> fields =
                CollectorGrammars.event(NOTATION.line(only(), STRICT)).orElseThrow();
        assertThat(fields)
                .containsEntry("act", "ABORTED")
                .containsEntry("ESAFinalActionDetails", "Receiving aborted by sender")
                .containsEntry("sourceHostName", "client.example")
                .containsEntry("subject", "")
                .doesNotContainKeys("deviceDirection", "ESAMsgSize", "duser", "cs4");
    }

    @Test
    void what_danegate_sends_itself_has_no_client() {
        on(new DeliveryEvent.MessageStarted(AT, 9, 0, ""));
        on(new DeliveryEvent.RecipientAdded(AT, 9, 0, 0, MailAddress.parse("a@b.example")));
        on(new DeliveryEvent.MessageQueued(AT, 9, 0, "", 700, "<n@gate>", "Delivery Status Notification (Failure)"));
        deliver(9, 10, 0, "b.example", false);
        finish(9);
        Map<String, String> fields =
                CollectorGrammars.event(NOTATION.line(only(), STRICT)).orElseThrow();
        assertThat(fields)
                .containsEntry("ESAICID", "0")
                .containsEntry("suser", "")
                .containsEntry("subject", "Delivery Status Notification (Failure)")
                .doesNotContainKeys("sourceAddress", "ESAMailFlowPolicy");
    }

    @Test
    void of_a_message_from_before_a_restart_tracking_tells_the_envelope() {
        known = mid -> mid == 77
                ? Optional.of(new KnownMessages.Known(
                        AT.minusSeconds(3600), "a@b.example", List.of("c@good.example"), "old", "<o@b>", 9, true))
                : Optional.empty();
        deliver(77, 8, 0, "good.example", false);
        finish(77);
        deliver(78, 8, 3, "good.example", false);
        finish(78);
        assertThat(told.getFirst().recipients()).containsExactly("c@good.example");
        Map<String, String> old =
                CollectorGrammars.event(NOTATION.line(told.getFirst(), STRICT)).orElseThrow();
        assertThat(old)
                .containsEntry("suser", "a@b.example")
                .containsEntry("deviceDirection", "1")
                .containsEntry("startTime", "Thu Nov  3 13:05:43 2022");
        assertThat(told.get(1).recipients()).containsExactly("RID 3");
        assertThat(CollectorGrammars.event(NOTATION.line(told.get(1), STRICT)).orElseThrow())
                .containsEntry("act", "DELIVERED")
                .doesNotContainKeys("suser", "startTime");
    }

    @Test
    void tracking_is_not_asked_without_end() {
        List<Long> asked = new ArrayList<>();
        known = mid -> {
            asked.add(mid);
            return Optional.empty();
        };
        IntStream.range(0, 1000).forEach(mid -> deliver(1000 + mid, 8, 0, "good.example", false));
        assertThat(asked).hasSizeLessThan(100);
    }

    @Test
    void what_is_remembered_is_bounded() {
        for (int mid = 1; mid <= 60_000; mid++) {
            on(new DeliveryEvent.MessageStarted(AT, mid, 0, "a@b.example"));
        }
        deliver(1, 8, 0, "good.example", false);
        deliver(60_000, 8, 0, "good.example", false);
        told.addAll(stories.rest());
        assertThat(told.getFirst().message()).isNull();
        assertThat(told.getLast().message()).isNotNull();
    }

    @Test
    void values_are_escaped_as_cef_and_the_appliance_do() {
        assertThat(CefLine.value("a=b\\c|d\r\ne")).isEqualTo("a\\=b\\\\c|d\\r\\ne");
        assertThat(CefLine.header("a|b\\c=d")).isEqualTo("a\\|b\\\\c=d");
        receive(6, "it's = 1|2", "c@good.example");
        deliver(6, 8, 0, "good.example", false);
        finish(6);
        assertThat(NOTATION.line(only(), STRICT)).contains(" msg=\"it's \\= 1|2\" ESATLSIn");
    }

    @Test
    void even_the_longest_event_fits_and_stays_whole() {
        String wide = "漢".repeat(2000);
        String[] many = IntStream.range(0, 900)
                .mapToObj(i -> "recipient-" + i + "@good.example")
                .toArray(String[]::new);
        receive(6, wide, many);
        Trouble long1 = new Trouble("550", "5.0.0", "Other", List.of(wide.substring(0, 600), wide), true);
        for (int rid = 0; rid < many.length; rid++) {
            on(new DeliveryEvent.RecipientBounced(AT, 8, 6, rid, "good.example", long1, false, null, null));
        }
        finish(6);
        for (EventForm form : List.of(ALL, STRICT, JSON)) {
            String line = NOTATION.line(only(), form);
            assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(7900);
        }
        JsonNode json = JsonMapper.builder().build().readTree(NOTATION.line(only(), JSON));
        assertThat(json.get("to_count").asInt()).isEqualTo(900);
        assertThat(json.get("to").size()).isPositive().isLessThan(900);
    }

    private ConsolidatedEvent only() {
        assertThat(told).hasSize(1);
        return told.getFirst();
    }

    private void receive(long mid, String subject, String... recipients) {
        on(new DeliveryEvent.InjectionStarted(AT, 5, "OutgoingMail", HERE, CLIENT, null));
        on(new DeliveryEvent.SenderGroupMatched(AT, 5, "RELAY", "RELAYLIST", "10.0.0.0/8"));
        on(new DeliveryEvent.InjectionTls(AT, 5, "TLSv1.2", "ECDHE-RSA-AES256-GCM-SHA384"));
        on(new DeliveryEvent.MessageStarted(AT, mid, 5, "a@b.example", "client.example"));
        for (int rid = 0; rid < recipients.length; rid++) {
            on(new DeliveryEvent.RecipientAdded(AT, mid, 5, rid, MailAddress.parse(recipients[rid])));
        }
        on(new DeliveryEvent.MessageQueued(
                AT, mid, 5, "a@b.example", 100, "<x@b.example>", subject, Direction.OUTBOUND, Lane.PLAIN));
        on(new DeliveryEvent.InjectionClosed(AT, 5));
    }

    private void deliver(long mid, long dcid, int rid, String domain, boolean dane) {
        on(new DeliveryEvent.ConnectionOpened(AT, dcid, domain, "mx." + domain, HERE, MX, 25));
        DaneVerdict verdict = dane
                ? new DaneVerdict.Success(new TlsaRecord(3, 1, 1, new byte[] {10, 11}), 0, "record 3 1 1 matches")
                : null;
        on(new DeliveryEvent.TlsSucceeded(
                AT, dcid, domain, "mx." + domain, "TLSv1.3", "TLS_AES_256_GCM_SHA384", dane, verdict));
        on(new DeliveryEvent.RecipientDelivered(AT, dcid, mid, rid, domain, "2.0.0 Ok", Duration.ofSeconds(1)));
        on(new DeliveryEvent.ConnectionClosed(AT, dcid, domain));
    }

    private void finish(long mid) {
        on(new DeliveryEvent.MessageFinished(AT, mid));
    }

    private void on(DeliveryEvent event) {
        told.addAll(stories.on(event));
    }
}
