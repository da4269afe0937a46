package org.danegate.syslog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import org.danegate.policy.SyslogPush;

/// Writes messages as a collector wants them. Pure.
///
/// @param settings form, facility and the largest size
/// @param host this host's name
/// @param zone of times without a zone (RFC 3164)
record SyslogForm(SyslogPush settings, String host, ZoneId zone) {

    /// RFC 3164 section 4.1.2: the day is padded with a space.
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);

    /// RFC 5424 section 6.2.3: no more than microseconds.
    private static final DateTimeFormatter FULL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ENGLISH);

    /// Says that a text is UTF-8 (RFC 5424 section 6.4).
    private static final String BOM = "\uFEFF";

    private static final int MOST_IN_APP_NAME = 48;
    private static final int MOST_IN_HOST = 255;

    /// The octets of a message, without framing and no more than the settings allow.
    byte[] octets(SyslogMessage message) {
        int priority = settings.facility().priority(message.severity());
        byte[] whole = ("<" + priority + ">" + text(message)).getBytes(StandardCharsets.UTF_8);
        return whole.length <= settings.maxSize() ? whole : cut(whole);
    }

    private String text(SyslogMessage message) {
        return switch (settings.form()) {
            case APPLIANCE -> time(message.at()) + " " + line(message);
            case APPLIANCE_WITH_HOST -> time(message.at()) + " " + host + " " + line(message);
            case RFC5424 -> header(message) + BOM + message.text();
        };
    }

    private String time(Instant at) {
        return SHORT.format(at.atZone(zone));
    }

    private static String line(SyslogMessage message) {
        String level = message.level().isEmpty() ? "" : message.level() + ": ";
        return message.name() + ": " + level + message.text();
    }

    private String header(SyslogMessage message) {
        return "1 " + FULL.format(message.at().atZone(zone)) + " " + first(host, MOST_IN_HOST) + " "
                + first(message.name(), MOST_IN_APP_NAME) + " - " + message.type() + " - ";
    }

    private static String first(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    /// Never cuts a character in two.
    private byte[] cut(byte[] whole) {
        int end = settings.maxSize();
        while (end > 0 && (whole[end] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(whole, end);
    }
}
