package org.danegate.sections.web;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Settings of a log subscription that a well-known collector wants. They only fill the form; the collector's host is
/// still to be typed.
public enum CollectorPreset {
    /// Elastic's integration for the appliance: no host name in the line, and none but the appliance's keys.
    ELASTIC("TCP", "LINE_FEED", "APPLIANCE", "APPLIANCE"),
    /// Splunk Connect for Syslog.
    SPLUNK("TCP", "LINE_FEED", "APPLIANCE_WITH_HOST", "ALL"),
    /// Microsoft Sentinel: CEF through a forwarder with the Azure Monitor Agent.
    SENTINEL("TCP", "LINE_FEED", "APPLIANCE_WITH_HOST", "ALL"),
    /// A receiver that follows the standards: RFC 5424 over TLS (RFC 5425).
    RFC5424("TLS", "OCTET_COUNTING", "RFC5424", "ALL");

    private final Map<String, Object> settings;

    CollectorPreset(String protocol, String framing, String form, String keys) {
        this.settings = Map.of(
                "syslogProtocol",
                protocol,
                "syslogPort",
                protocol.equals("TLS") ? 6514 : 514,
                "syslogFraming",
                framing,
                "syslogForm",
                form,
                "syslogFacility",
                "LOCAL4",
                "syslogMaxSize",
                8192,
                "eventForm",
                "CEF",
                "eventKeys",
                keys);
    }

    /// The values of an object with those of a preset over them, and with the usual facility when it has none.
    ///
    /// @param preset name of a preset; none is applied when there is none of that name
    static Map<String, Object> over(Map<String, Object> item, PolicySection section, String preset) {
        if (section != PolicySection.LOG_SUBSCRIPTIONS) {
            return item;
        }
        Map<String, Object> usual = new HashMap<>(item);
        usual.putIfAbsent("syslogFacility", "LOCAL4");
        return Arrays.stream(values())
                .filter(one -> one.name().equals(preset))
                .findFirst()
                .map(one -> one.over(usual))
                .orElse(usual);
    }

    private Map<String, Object> over(Map<String, Object> item) {
        Map<String, Object> with = new HashMap<>(item);
        with.putAll(settings);
        if ("FILES".equals(with.get("retrieval"))) {
            with.put("retrieval", "FILES_AND_SYSLOG");
        }
        if (this == SENTINEL) {
            with.put("type", "CONSOLIDATED");
            with.putIfAbsent("name", "consolidated_event");
        }
        return with;
    }
}
