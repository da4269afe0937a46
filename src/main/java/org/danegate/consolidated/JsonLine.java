package org.danegate.consolidated;

import java.net.InetAddress;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.danegate.address.OutsideText;
import org.danegate.event.DkimSignature;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// An event as a JSON object on one line. docs/logs-out.md has the schema: names stay, new ones may be added, and
/// {@link #SCHEMA} counts up when that cannot be kept.
final class JsonLine {

    /// The version of the schema.
    static final int SCHEMA = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Map<String, Object> fields = new LinkedHashMap<>();

    private JsonLine(String device, String version, String event) {
        fields.put("schema", SCHEMA);
        fields.put("event", event);
        put("device", device);
        put("version", version);
    }

    /// @param count recipients of the whole event, which may name only the first ones
    static String of(String device, String version, ConsolidatedEvent event, int count) {
        JsonLine line = new JsonLine(device, version, "message");
        line.ids(event);
        line.message(event, count);
        line.client(event.client());
        line.next(event);
        line.dane(event);
        line.dkim(event.signatures());
        return line.text();
    }

    static String lost(String device, String version, long number) {
        JsonLine line = new JsonLine(device, version, "lines_lost");
        line.fields.put("count", number);
        return line.text();
    }

    static String test(String device, String version, String text) {
        JsonLine line = new JsonLine(device, version, "test");
        line.put("text", text);
        return line.text();
    }

    private String text() {
        return MAPPER.writeValueAsString(fields);
    }

    private void ids(ConsolidatedEvent event) {
        fields.put("mid", event.mid());
        fields.put("icid", event.icid());
        fields.put("dcid", event.dcid());
        put("started", event.started() == null ? null : event.started().truncatedTo(ChronoUnit.MILLIS));
        put("ended", event.ended().truncatedTo(ChronoUnit.MILLIS));
        fields.put("action", event.act().name().toLowerCase(Locale.ROOT));
        put("action_details", event.details().isEmpty() ? null : event.details());
    }

    private void message(ConsolidatedEvent event, int count) {
        ConsolidatedEvent.Message message = event.message();
        if (message != null) {
            Boolean outbound = message.outbound();
            put("direction", outbound == null ? null : outbound ? "outbound" : "inbound");
            put("from", message.from());
        }
        fields.put("to", event.recipients().stream().map(OutsideText::line).toList());
        fields.put("to_count", count);
        if (message != null) {
            put("message_id", message.messageId());
            put("subject", message.subject());
            put("bytes", message.bytes() < 0 ? null : message.bytes());
        }
    }

    private void client(ConsolidatedEvent.@Nullable Client client) {
        if (client == null) {
            return;
        }
        put("listener", client.listener());
        put("local_address", address(client.local()));
        put("client_address", address(client.address()));
        put("client_host", client.host());
        put("client_helo", client.helo().isEmpty() ? null : client.helo());
        put("mail_flow_policy", client.policy());
        put("sender_group", client.senderGroup());
        tls("tls_in", client.tls());
    }

    private void next(ConsolidatedEvent event) {
        put("destination", event.destination().isEmpty() ? null : event.destination());
        ConsolidatedEvent.NextHost next = event.next();
        if (next != null) {
            put("mx_host", next.host());
            put("mx_address", address(next.address()));
            put("mx_port", next.port() > 0 ? next.port() : null);
            tls("tls_out", next.tls());
            put("tls_out_error", next.tlsFailed());
        }
    }

    private void tls(String key, ConsolidatedEvent.@Nullable Tls tls) {
        if (tls != null) {
            put(key + "_protocol", tls.protocol());
            put(key + "_cipher", tls.cipher());
        }
    }

    private void dane(ConsolidatedEvent event) {
        ConsolidatedEvent.Dane dane = event.dane();
        if (dane != null) {
            Boolean success = dane.success();
            put("dane_status", success == null ? "not_checked" : success ? "success" : "failure");
            put("dane_reason", dane.reason());
            put("tlsa_record", dane.record());
        }
    }

    private void dkim(List<DkimSignature> signatures) {
        if (!signatures.isEmpty()) {
            fields.put(
                    "dkim_signatures",
                    signatures.stream().map(DkimSignature::text).toList());
        }
    }

    private static @Nullable String address(@Nullable InetAddress address) {
        return address == null ? null : address.getHostAddress();
    }

    /// Leaves a key out that has no value; a text is made harmless.
    private void put(String key, @Nullable Object value) {
        if (value != null) {
            fields.put(key, value instanceof Number ? value : OutsideText.line(String.valueOf(value)));
        }
    }
}
