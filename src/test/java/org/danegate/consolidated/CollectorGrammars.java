package org.danegate.consolidated;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What public integrations for the appliance read from a line, in our own words: Elastic's *Cisco Secure Email
/// Gateway*
/// (its ingest pipelines, 2024) and Splunk Connect for Syslog. They find keys by their order, so a key at another place
/// is lost without notice.
public final class CollectorGrammars {

    private static final String NUMBER = "\\d+";
    private static final String WORD = "\\w+";
    private static final String IP = "[0-9a-fA-F.:]+";
    private static final String ANY = ".*?";

    /// The syslog head: priority, time, and everything up to the next colon as the category.
    private static final Pattern HEAD =
            Pattern.compile("<(\\d{1,3})>([A-Z][a-z]{2} {1,2}\\d{1,2} \\d\\d:\\d\\d:\\d\\d) (.*?): (.*)");

    private static final Pattern LEVEL = Pattern.compile("(\\w+): (.*)");

    private static final Pattern CEF =
            Pattern.compile("CEF:0\\|(\\w+)\\|(.*?)\\|(.*?)\\|(.*?)\\|(.*?)\\|(\\w+)\\|(.*)");

    /// Keys that stand before the time of the end, read one by one at blanks.
    private static final Pattern FIRST_KEYS = Pattern.compile("((?:\\w+=\\S+ +)*)(endTime=.*)");

    private static final List<Map.Entry<String, String>> ORDER = List.of(
            Map.entry("endTime", ANY),
            Map.entry("ESADKIMVerdict", WORD),
            Map.entry("ESADLPVerdict", WORD),
            Map.entry("dvc", IP),
            Map.entry("ESAAttachmentDetails", ANY),
            Map.entry("ESAFriendlyFrom", ANY),
            Map.entry("ESAGMVerdict", WORD),
            Map.entry("startTime", ANY),
            Map.entry("device(?:In|Out)boundInterface", WORD),
            Map.entry("deviceDirection", ANY),
            Map.entry("ESAMailFlowPolicy", WORD),
            Map.entry("suser", ANY),
            Map.entry("cs1Label", WORD),
            Map.entry("cs1", ANY),
            Map.entry("cs2Label", WORD),
            Map.entry("cs2", ANY),
            Map.entry("ESAMFVerdict", WORD),
            Map.entry("act", WORD),
            Map.entry("ESAFinalActionDetails", ANY),
            Map.entry("cs4Label", ANY),
            Map.entry("cs4", "'<.*?>'"),
            Map.entry("ESAMsgSize", NUMBER),
            Map.entry("ESAOFVerdict", WORD),
            Map.entry("duser", ANY),
            Map.entry("ESAHeloDomain", ANY),
            Map.entry("ESAHeloIP", IP),
            Map.entry("ESAReplyTo", ANY),
            Map.entry("cfp1Label", WORD),
            Map.entry("cfp1", ANY),
            Map.entry("sourceHostName", ANY),
            Map.entry("ESASenderGroup", ANY),
            Map.entry("sourceAddress", IP));

    private static final List<Map.Entry<String, String>> AFTER_SUBJECT = List.of(
            Map.entry("ESATLSInCipher", ANY),
            Map.entry("ESATLSInConnStatus", WORD),
            Map.entry("ESATLSInProtocol", ANY),
            Map.entry("ESATLSOutCipher", ANY),
            Map.entry("ESATLSOutConnStatus", WORD),
            Map.entry("ESATLSOutProtocol", ANY),
            Map.entry("ESADaneHost", ANY),
            Map.entry("ESADaneStatus", WORD));

    /// Lines of mail_logs that have a pattern of their own.
    private static final List<Pattern> MAIL_LOGS = List.of(
            Pattern.compile("\\w+ \\w+ ICID \\d+ interface Management \\(" + IP + "\\) address " + IP
                    + " reverse dns host .*? verified \\w+"),
            Pattern.compile("\\w+ MID \\d+ ICID \\d+"),
            Pattern.compile("MID \\d+ ICID \\d+ From: <.*?>"),
            Pattern.compile("MID \\d+ ICID \\d+ RID .*? To: <.*?>"),
            Pattern.compile("MID \\d+ ready \\d+ bytes from <.*?>"),
            Pattern.compile("ICID \\d+ \\w+"),
            Pattern.compile(".*? \\w+ DCID \\d+ interface " + IP + " address " + IP),
            Pattern.compile(".* DCID \\d+ MID \\d+ to RID \\[.*?]\\s\\[.*?]"),
            Pattern.compile("DCID \\d+ \\w+"),
            Pattern.compile("MID \\d+ RID \\[.*?] Response .*"),
            Pattern.compile("MID \\d+ Subject \".*\""),
            Pattern.compile("MID \\d+ .* for delivery"),
            Pattern.compile("Message .* MID \\d+ done"),
            Pattern.compile("MID \\d+ Message-ID '<.*>'"),
            Pattern.compile(
                    "MID \\d+ matched all recipients for per-recipient policy \\w+ in the (?:in|out)bound table"));

    private CollectorGrammars() {}

    /// A line after the syslog head.
    ///
    /// @param level empty when there is none
    public record Line(int priority, String category, String level, String text) {}

    /// Takes a line apart as Elastic does; empty when it is none.
    public static Optional<Line> line(String syslog) {
        Matcher head = HEAD.matcher(syslog);
        if (!head.matches()) {
            return Optional.empty();
        }
        Matcher level = LEVEL.matcher(head.group(4));
        boolean levelled = level.matches() && !head.group(4).startsWith("CEF:");
        return Optional.of(new Line(
                Integer.parseInt(head.group(1)),
                head.group(3),
                levelled ? level.group(1) : "",
                levelled ? level.group(2) : head.group(4)));
    }

    /// Whether a line of mail_logs has a pattern of its own; the others are kept as a text without fields.
    public static boolean knowsMailLine(String text) {
        return MAIL_LOGS.stream().anyMatch(pattern -> pattern.matcher(text).matches());
    }

    /// The fields of a consolidated event by its keys; empty when the line is not understood.
    public static Optional<Map<String, String>> event(String cef) {
        Matcher head = CEF.matcher(cef);
        if (!head.matches()) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("vendor", head.group(1));
        fields.put("product", head.group(2));
        fields.put("class", head.group(4));
        Matcher first = FIRST_KEYS.matcher(head.group(7));
        if (!first.matches()) {
            return Optional.empty();
        }
        for (String pair : first.group(1).trim().split(" +")) {
            fields.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        Matcher rest = sequence(ORDER, "", " ", "msg=(?<msg>.*)").matcher(first.group(2));
        if (!rest.matches()) {
            return Optional.empty();
        }
        put(rest, ORDER, fields);
        Matcher end = sequence(AFTER_SUBJECT, "['\"](?<subject>.*?)['\"](?:$|\\s)", "(?:$|\\s)", "")
                .matcher(rest.group("msg"));
        if (!end.matches()) {
            return Optional.empty();
        }
        fields.put("subject", end.group("subject"));
        put(end, AFTER_SUBJECT, fields);
        return Optional.of(fields);
    }

    private static Pattern sequence(List<Map.Entry<String, String>> keys, String before, String after, String last) {
        StringBuilder pattern = new StringBuilder(before);
        for (int i = 0; i < keys.size(); i++) {
            pattern.append("(?:")
                    .append(keys.get(i).getKey())
                    .append("=(?<f")
                    .append(i)
                    .append('>')
                    .append(keys.get(i).getValue())
                    .append(')')
                    .append(after)
                    .append(")?");
        }
        return Pattern.compile(pattern + last);
    }

    private static void put(Matcher found, List<Map.Entry<String, String>> keys, Map<String, String> fields) {
        for (int i = 0; i < keys.size(); i++) {
            String value = found.group("f" + i);
            if (value != null) {
                fields.put(keys.get(i).getKey(), value);
            }
        }
    }
}
