package org.danegate.tlsrpt;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.dane.Course.Halt;

/// Codes for TLS that was not established.
final class Handshakes {

    /// What the platform calls an alert that it received, and the number of the alert (RFC 8446 section 6).
    private static final Map<String, Integer> ALERTS = Map.ofEntries(
            Map.entry("unexpected_message", 10),
            Map.entry("bad_record_mac", 20),
            Map.entry("handshake_failure", 40),
            Map.entry("bad_certificate", 42),
            Map.entry("unsupported_certificate", 43),
            Map.entry("certificate_unknown", 46),
            Map.entry("illegal_parameter", 47),
            Map.entry("decode_error", 50),
            Map.entry("decrypt_error", 51),
            Map.entry("protocol_version", 70),
            Map.entry("insufficient_security", 71),
            Map.entry("internal_error", 80),
            Map.entry("unrecognized_name", 112),
            Map.entry("certificate_required", 116),
            Map.entry("no_application_protocol", 120));

    private static final Pattern ALERT = Pattern.compile("fatal alert: ([a-z_]+)");

    private Handshakes() {}

    /// @param reason why TLS was not established, as the session's fact has it
    static FailureDetail detail(Halt halt, String reason, String host, String address) {
        return switch (halt) {
            case NO_STARTTLS -> new FailureDetail(ResultType.STARTTLS_NOT_SUPPORTED, host, address, "not-offered");
            case STARTTLS_REFUSED -> new FailureDetail(ResultType.STARTTLS_NOT_SUPPORTED, host, address, "refused");
            case OUR_INTERFACE, NOT_CONNECTED, TURNED_AWAY, BROKEN_OFF, HANDSHAKE, CERTIFICATE, AUTHENTICATION ->
                new FailureDetail(ResultType.VALIDATION_FAILURE, host, address, code(reason));
        };
    }

    static String code(String reason) {
        Matcher alert = ALERT.matcher(reason);
        if (alert.find() && ALERTS.containsKey(alert.group(1))) {
            return "tls-alert-" + ALERTS.get(alert.group(1));
        }
        return reason.startsWith("clear text came") ? "cleartext-after-220" : "handshake";
    }
}
