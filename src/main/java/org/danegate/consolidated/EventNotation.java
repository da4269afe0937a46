package org.danegate.consolidated;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import org.danegate.policy.EventForm;

/// Writes consolidated events as a subscription wants them. Pure.
///
/// @param device this server as its lines name it
/// @param version the product's version
/// @param zone of CEF's times, which name none
public record EventNotation(String device, String version, ZoneId zone) {

    /// The most octets of a line: with a syslog header it fits into 8,192.
    static final int MOST = 7900;

    /// The event as one line of at most 7,900 octets; what is too long is cut text by text.
    public String line(ConsolidatedEvent event, EventForm form) {
        String line = "";
        for (int most = 500; most >= 20; most /= 2) {
            line = whole(event, event.within(most), form);
            if (line.length() <= MOST && line.getBytes(StandardCharsets.UTF_8).length <= MOST) {
                return line;
            }
        }
        return line;
    }

    private String whole(ConsolidatedEvent event, ConsolidatedEvent cut, EventForm form) {
        return switch (form.notation()) {
            case CEF -> new CefLine(device, version, zone, form).of(cut);
            case JSON -> JsonLine.of(device, version, cut, event.count());
        };
    }

    /// A line that says that others were lost on their way.
    ///
    /// @param json whether it is a JSON object
    public String lost(long number, boolean json) {
        return json
                ? JsonLine.lost(device, version, number)
                : number + " log lines were lost: the collector could not be reached or was too slow";
    }

    /// A test line as a JSON object.
    public String test(String text) {
        return JsonLine.test(device, version, text);
    }
}
