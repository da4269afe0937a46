package org.danegate.tlsrpt;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.danegate.address.DomainName;

/// The report of one UTC day for one domain (RFC 8460 section 4.4).
///
/// @param organization name of who reports
/// @param contact mail address of who reports; its domain is the submitter
/// @param policies at least one, as an empty report is not sent
public record DayReport(
        LocalDate day, DomainName domain, String organization, String contact, List<PolicyCount> policies) {

    private static final int ID_OCTETS = 6;

    public DayReport {
        policies = List.copyOf(policies);
    }

    /// The domain of the contact.
    public String submitter() {
        return contact.substring(contact.lastIndexOf('@') + 1);
    }

    /// The same for the same day, domain and contact, in the form of a message id without brackets.
    public String id() {
        return DateTimeFormatter.BASIC_ISO_DATE.format(day) + "." + domain + "." + unique() + "@" + submitter();
    }

    private String unique() {
        return HexFormat.of().formatHex(hash(), 0, ID_OCTETS);
    }

    /// What makes it different from all other reports, as 32 octets.
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((day + " " + domain + " " + contact).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every platform has SHA-256", e);
        }
    }

    /// Name of the file (RFC 8460 section 5.1), packed with gzip.
    public String fileName() {
        long first = day.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        long last = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond() - 1;
        return submitter() + "!" + domain + "!" + first + "!" + last + "!" + unique() + ".json.gz";
    }

    /// Successful sessions under all policies.
    public long successes() {
        return policies.stream().mapToLong(PolicyCount::successes).sum();
    }

    /// Failed sessions under all policies.
    public long failures() {
        return policies.stream().mapToLong(PolicyCount::failures).sum();
    }

    /// The report as an object of JSON: maps, lists, texts and whole numbers, in the order of the standard.
    public Map<String, Object> json() {
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("start-datetime", day + "T00:00:00Z");
        range.put("end-datetime", day + "T23:59:59Z");
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("organization-name", organization);
        report.put("date-range", range);
        report.put("contact-info", contact);
        report.put("report-id", id());
        report.put("policies", policies.stream().map(DayReport::json).toList());
        return report;
    }

    private static Map<String, Object> json(PolicyCount count) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("total-successful-session-count", count.successes());
        summary.put("total-failure-session-count", count.failures());
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("policy", json(count.policy()));
        one.put("summary", summary);
        if (!count.details().isEmpty()) {
            List<Map<String, Object>> details = new ArrayList<>();
            count.details().forEach(detail -> details.add(json(detail)));
            one.put("failure-details", details);
        }
        return one;
    }

    private static Map<String, Object> json(AppliedPolicy policy) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("policy-type", policy.type().word());
        if (policy.type() != PolicyType.NONE) {
            object.put("policy-string", policy.text());
        }
        object.put("policy-domain", policy.domain());
        if (!policy.mxHosts().isEmpty()) {
            object.put("mx-host", policy.mxHosts());
        }
        return object;
    }

    private static Map<String, Object> json(PolicyCount.Detail count) {
        FailureDetail detail = count.detail();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("result-type", detail.type().word());
        putUnlessEmpty(object, "sending-mta-ip", detail.sender());
        putUnlessEmpty(object, "receiving-mx-hostname", detail.host());
        putUnlessEmpty(object, "receiving-ip", detail.address());
        object.put("failed-session-count", count.sessions());
        putUnlessEmpty(object, "failure-reason-code", detail.code());
        return object;
    }

    private static void putUnlessEmpty(Map<String, Object> object, String field, String text) {
        if (!text.isEmpty()) {
            object.put(field, text);
        }
    }
}
