package org.danegate.consolidated;

import java.net.InetAddress;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.danegate.address.OutsideText;
import org.danegate.address.VisibleText;
import org.danegate.event.DkimSignature;
import org.danegate.policy.EventForm;
import org.jspecify.annotations.Nullable;

/// An event in CEF: the appliance's keys in the order of its public samples, which parsers rely on, then our own. Keys
/// for what Danegate does not have are left out, or say so as the appliance does when a feature is off. For one event
/// at a time.
final class CefLine {

    /// `Thu Nov  3 14:05:44 2022`, the day padded with a space.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH);

    private static final String NOT_EVALUATED = "NOT_EVALUATED";
    private static final String NOT_ENABLED = "not enabled";

    private final String device;
    private final ZoneId zone;
    private final EventForm form;
    private final StringBuilder line = new StringBuilder(1000);

    CefLine(String device, String version, ZoneId zone, EventForm form) {
        this.device = device;
        this.zone = zone;
        this.form = form;
        line.append("CEF:0|")
                .append(header(form.vendor()))
                .append('|')
                .append(header(form.product()))
                .append('|')
                .append(header(version))
                .append("|ESA_CONSOLIDATED_LOG_EVENT|Consolidated Log Event|5|");
    }

    String of(ConsolidatedEvent event) {
        ids(event);
        origin(event);
        message(event);
        client(event.client());
        tls(event);
        dane(event);
        line.setLength(line.length() - 1);
        return line.toString();
    }

    private void ids(ConsolidatedEvent event) {
        put("deviceExternalId", device);
        put("ESAMID", event.mid());
        put("ESAICID", event.icid());
        if (event.dcid() > 0) {
            put("ESADCID", event.dcid());
        }
        put("ESAAMPVerdict", NOT_EVALUATED);
        put("ESAASVerdict", NOT_EVALUATED);
        put("ESAAVVerdict", NOT_EVALUATED);
        put("ESACFVerdict", NOT_EVALUATED);
        put("endTime", time(event.ended()));
        put("ESADLPVerdict", NOT_EVALUATED);
    }

    private void origin(ConsolidatedEvent event) {
        ConsolidatedEvent.Client client = event.client();
        ConsolidatedEvent.NextHost next = event.next();
        InetAddress own = client != null ? client.local() : next != null ? next.local() : null;
        put("dvc", own == null ? null : own.getHostAddress());
        put("ESAGMVerdict", NOT_EVALUATED);
        Instant started = event.started();
        put("startTime", started == null ? null : time(started));
        ConsolidatedEvent.Message message = event.message();
        Boolean outbound = message == null ? null : message.outbound();
        if (client != null) {
            // The appliance names the listener in either key; mail that was given up has no direction.
            put(
                    Boolean.TRUE.equals(outbound) ? "deviceOutboundInterface" : "deviceInboundInterface",
                    client.listener());
        }
        put("deviceDirection", outbound == null ? null : outbound ? "1" : "0");
        put("ESAMailFlowPolicy", client == null ? null : client.policy());
    }

    private void message(ConsolidatedEvent event) {
        ConsolidatedEvent.Message message = event.message();
        put("suser", message == null ? null : message.from());
        put("cs1Label", "MailPolicy");
        put("cs1", "DEFAULT");
        put("cs2Label", "SenderCountry");
        put("cs2", NOT_ENABLED);
        put("ESAMFVerdict", NOT_EVALUATED);
        put("act", event.act().name());
        put("ESAFinalActionDetails", event.details().isEmpty() ? null : event.details());
        String id = message == null ? null : message.messageId();
        if (id != null) {
            put("cs4Label", "ExternalMsgID");
            putQuoted("cs4", id);
        }
        if (message != null && message.bytes() >= 0) {
            put("ESAMsgSize", message.bytes());
        }
        put("ESAOFVerdict", NOT_EVALUATED);
        put("duser", event.recipients().isEmpty() ? null : String.join(";", event.recipients()));
    }

    private void client(ConsolidatedEvent.@Nullable Client client) {
        if (client != null) {
            put("ESAHeloDomain", client.helo().isEmpty() ? null : client.helo());
            put("ESAHeloIP", client.address().getHostAddress());
        }
        put("cfp1Label", "SBRSScore");
        put("cfp1", NOT_ENABLED);
        if (client != null) {
            put("sourceHostName", client.host() == null ? "unknown" : client.host());
            put("ESASenderGroup", client.senderGroup());
            put("sourceAddress", client.address().getHostAddress());
        }
    }

    private void tls(ConsolidatedEvent event) {
        ConsolidatedEvent.Message message = event.message();
        String subject = message == null ? null : message.subject();
        putQuoted("msg", subject == null ? "" : subject);
        ConsolidatedEvent.Client client = event.client();
        if (client != null) {
            tls("ESATLSIn", client.tls(), null);
        }
        ConsolidatedEvent.NextHost next = event.next();
        if (next != null) {
            tls("ESATLSOut", next.tls(), next.tlsFailed());
        }
    }

    private void tls(String keys, ConsolidatedEvent.@Nullable Tls tls, @Nullable String failed) {
        if (tls != null) {
            put(keys + "Cipher", tls.cipher());
            put(keys + "ConnStatus", "Success");
            put(keys + "Protocol", tls.protocol());
        } else if (failed != null) {
            put(keys + "ConnStatus", "Failed");
        }
    }

    private void dane(ConsolidatedEvent event) {
        ConsolidatedEvent.Dane dane = event.dane();
        Boolean success = dane == null ? null : dane.success();
        if (success != null) {
            put("ESADaneHost", event.destination());
            put("ESADaneStatus", success ? "success" : "failure");
        }
        if (form.keys() == EventForm.Keys.ALL) {
            ConsolidatedEvent.NextHost next = event.next();
            put("DGDaneReason", dane == null ? null : dane.reason());
            put("DGTlsaRecord", dane == null ? null : dane.record());
            put("DGMxHost", next == null ? null : next.host());
            put("DGDkimSignatures", signatures(event.signatures()));
        }
    }

    private static @Nullable String signatures(List<DkimSignature> signatures) {
        return signatures.isEmpty()
                ? null
                : signatures.stream().map(DkimSignature::text).collect(Collectors.joining(", "));
    }

    private String time(Instant at) {
        return TIME.format(at.atZone(zone));
    }

    private void put(String key, long value) {
        line.append(key).append('=').append(value).append(' ');
    }

    private void put(String key, @Nullable String value) {
        if (value != null) {
            line.append(key).append('=').append(value(value)).append(' ');
        }
    }

    /// As the appliance's Python prints a string.
    private void putQuoted(String key, String text) {
        line.append(key).append('=').append(value(VisibleText.quoted(text))).append(' ');
    }

    /// A value of the extension: `\` and `=` escaped, line breaks as `\n` and `\r`.
    static String value(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '=' -> escaped.append("\\=");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                default -> escaped.appendCodePoint(OutsideText.isHarmless(c) ? c : '?');
            }
        });
        return escaped.toString();
    }

    /// A part of the header: `\` and `|` escaped, and no line breaks.
    static String header(String text) {
        return OutsideText.line(text).replace("\\", "\\\\").replace("|", "\\|");
    }
}
