package org.danegate.trace;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Spans as an export request of OTLP in JSON (OpenTelemetry Protocol 1.5, "JSON Protobuf Encoding": ids in
/// hexadecimal, times as texts of nanoseconds, enumerations as numbers).
final class OtlpJson {

    private static final int CLIENT = 3;
    private static final int INTERNAL = 1;
    private static final int ERROR = 2;

    private final JsonMapper json;
    private final Map<String, Object> resource;
    private final SecureRandom random = new SecureRandom();

    /// @param version of the product
    /// @param node this host's name
    OtlpJson(JsonMapper json, String version, String node) {
        this.json = json;
        this.resource = Map.of(
                "attributes",
                attributes(
                        Map.of("service.name", "danegate", "service.version", version, "service.instance.id", node)));
    }

    /// One request with a trace for each span.
    byte[] request(List<Span> roots) {
        List<Object> spans = new ArrayList<>();
        roots.forEach(root -> add(spans, root, id(16), null));
        Map<String, Object> scope = Map.of("scope", Map.of("name", "org.danegate.trace"), "spans", spans);
        return json.writeValueAsBytes(
                Map.of("resourceSpans", List.of(Map.of("resource", resource, "scopeSpans", List.of(scope)))));
    }

    private void add(List<Object> spans, Span span, String trace, @Nullable String parent) {
        String id = id(8);
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("traceId", trace);
        made.put("spanId", id);
        if (parent != null) {
            made.put("parentSpanId", parent);
        }
        made.put("name", span.name());
        made.put("kind", parent == null ? INTERNAL : CLIENT);
        made.put("startTimeUnixNano", nanos(span.begun()));
        made.put("endTimeUnixNano", nanos(span.ended()));
        made.put("attributes", attributes(span.attributes()));
        String error = span.error();
        if (error != null) {
            made.put("status", Map.of("code", ERROR, "message", error));
        }
        spans.add(made);
        span.parts().forEach(part -> add(spans, part, trace, id));
    }

    private static List<Object> attributes(Map<String, ?> all) {
        return all.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .<Object>map(e -> Map.of("key", e.getKey(), "value", value(e.getValue())))
                .toList();
    }

    private static Map<String, Object> value(Object value) {
        return switch (value) {
            case Boolean truth -> Map.of("boolValue", truth);
            case Number number -> Map.of("intValue", String.valueOf(number.longValue()));
            default -> Map.of("stringValue", value.toString());
        };
    }

    private static String nanos(Instant time) {
        return time.getEpochSecond() + String.format(Locale.ROOT, "%09d", time.getNano());
    }

    /// An id of random octets, never all zero.
    private String id(int octets) {
        byte[] id = new byte[octets];
        random.nextBytes(id);
        id[0] |= 1;
        return HexFormat.of().formatHex(id);
    }
}
