package org.danegate.status;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.danegate.console.NodeIdentity;
import org.danegate.queue.WaitingMessage;
import org.springframework.web.util.HtmlUtils;

/// The status as the appliance's pages `/xml/status` and `/xml/dnsstatus` give it, for monitors that read those. Names,
/// attributes, their order and the line breaks are those of public samples of the appliance, because some readers match
/// the text. 0 replaces what Danegate does not have.
public final class ApplianceXml {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    /// Names of the counters there, with their names in the Status Logs.
    private static final Map<String, String> COUNTERS = pairs(
            "inj_msgs InjMsg inj_recips InjRcp gen_bounce_recips GenBncRcp rejected_recips RejRcp dropped_msgs DrpMsg "
                    + "soft_bounced_evts SftBncEvnt completed_recips CmpRcp hard_bounced_recips HrdBncRcp "
                    + "dns_hard_bounced_recips DnsHrdBnc 5xx_hard_bounced_recips 5XXHrdBnc "
                    + "filter_hard_bounced_recips FltrHrdBnc expired_hard_bounced_recips ExpHrdBnc "
                    + "other_hard_bounced_recips OtrHrdBnc delivered_recips DlvRcp deleted_recips DelRcp "
                    + "global_unsub_hits GlbUnsbHt");

    private static final Map<String, String> DNS_COUNTERS =
            pairs("dns_reqs DnsReq network_reqs NetReq cache_hits CchHit cache_misses CchMis cache_exceptions CchEct "
                    + "cache_expired CchExp");

    private static final Map<String, Counter> RATES = new LinkedHashMap<>();

    static {
        RATES.put("inj_msgs", Counter.MESSAGES_RECEIVED);
        RATES.put("inj_recips", Counter.RECIPIENTS_RECEIVED);
        RATES.put("soft_bounced_evts", Counter.SOFT_BOUNCED_EVENTS);
        RATES.put("completed_recips", Counter.COMPLETED_RECIPIENTS);
        RATES.put("hard_bounced_recips", Counter.HARD_BOUNCED_RECIPIENTS);
        RATES.put("delivered_recips", Counter.DELIVERED_RECIPIENTS);
    }

    private static final Map<String, String> GAUGES =
            pairs("ram_utilization RAMUtil total_utilization TotalLd cpu_utilization CPULd av_utilization SophLd "
                    + "case_utilization CASELd bm_utilization BMLd disk_utilization DskIO resource_conservation ResCon "
                    + "log_used LogUsd log_available LogAvail conn_in CrtCncIn conn_out CrtCncOut "
                    + "active_recips ActvRcp unattempted_recips UnatmptRcp attempted_recips AtmptRcp "
                    + "msgs_in_work_queue WorkQ dests_in_memory DstInMem kbytes_used QKUsd kbytes_free QKFre "
                    + "msgs_in_policy_virus_outbreak_quarantine QuarMsgs "
                    + "kbytes_in_policy_virus_outbreak_quarantine QuarQKUsd reporting_utilization RptLd "
                    + "quarantine_utilization QtnLd");

    private final NodeIdentity identity;
    private final ActivityCounters activity;
    private final StatusCounts counts;
    private final StatusFigures figures;
    private final Supplier<Optional<WaitingMessage>> oldest;
    private final InstantSource clock;

    /// @param oldest the message that has waited longest
    ApplianceXml(
            NodeIdentity identity,
            ActivityCounters activity,
            StatusCounts counts,
            StatusFigures figures,
            Supplier<Optional<WaitingMessage>> oldest,
            InstantSource clock) {
        this.identity = identity;
        this.activity = activity;
        this.counts = counts;
        this.figures = figures;
        this.oldest = oldest;
        this.clock = clock;
    }

    private static Map<String, String> pairs(String words) {
        String[] all = words.split(" ", -1);
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < all.length; i += 2) {
            pairs.put(all[i], all[i + 1]);
        }
        return pairs;
    }

    /// The whole status.
    public String status() {
        ActivityCounters.Report report = activity.report();
        Instant now = clock.instant();
        StringBuilder xml = new StringBuilder(8192);
        xml.append(opening("status", now));
        xml.append("  <birth_time timestamp=\"").append(stamp(report.started()));
        xml.append(" (").append(age(report.started(), now)).append(")\"/>\n");
        boolean reset = report.resetAt().isAfter(report.started());
        xml.append("  <last_counter_reset timestamp=\"").append(reset ? stamp(report.resetAt()) : "");
        xml.append("\"/>\n  <system status=\"online\" />\n");
        xml.append(oldest.get()
                .map(message -> oldest(message, now))
                .orElse("  <oldest_message secs=\"0\" mid=\"0\" />\n"));
        xml.append("  <features>\n").append(feature("Bounce Verification"));
        xml.append(feature("Incoming Mail Handling")).append("  </features>\n");
        addCounters(xml, COUNTERS, report);
        xml.append("  <current_ids\n    message_id=\"").append(report.mid());
        xml.append("\"\n    injection_conn_id=\"").append(report.icid());
        xml.append("\"\n    delivery_conn_id=\"").append(report.dcid()).append("\" />\n");
        addRates(xml, report);
        addGauges(xml, report);
        return xml.append("</status>\n").toString();
    }

    /// The counters of lookups.
    public String dnsStatus() {
        StringBuilder xml = new StringBuilder(1024);
        xml.append(opening("dns_status", clock.instant()));
        addCounters(xml, DNS_COUNTERS, activity.report());
        return xml.append("</dns_status>\n").toString();
    }

    private String opening(String element, Instant now) {
        String build = ("danegate " + identity.version()).strip();
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + element + " build=\"" + HtmlUtils.htmlEscape(build)
                + "\" hostname=\"" + HtmlUtils.htmlEscape(identity.node()) + "\" timestamp=\"" + stamp(now) + "\">\n";
    }

    private static String feature(String name) {
        return "    <feature name=\"" + name + "\" time_remaining=\"Dormant/Perpetual\" />\n";
    }

    private static String oldest(WaitingMessage message, Instant now) {
        long seconds = Math.max(0, Duration.between(message.receivedAt(), now).toSeconds());
        return "  <oldest_message secs=\"" + seconds + "\" mid=\"" + message.mid() + "\" />\n";
    }

    private void addCounters(StringBuilder xml, Map<String, String> names, ActivityCounters.Report report) {
        Map<String, StatusCounts.Count> all = counts.of(report);
        xml.append("  <counters>\n");
        names.forEach((name, logName) -> {
            StatusCounts.Count count = all.getOrDefault(logName, new StatusCounts.Count(0, 0, 0));
            xml.append("    <counter name=\"").append(name);
            xml.append("\"\n        reset=\"").append(count.reset());
            xml.append("\"\n        uptime=\"").append(count.uptime());
            xml.append("\"\n        lifetime=\"").append(count.lifetime()).append("\" />\n");
        });
        xml.append("  </counters>\n");
    }

    private static void addRates(StringBuilder xml, ActivityCounters.Report report) {
        xml.append("  <rates>\n");
        RATES.forEach((name, counter) -> report.readings().stream()
                .filter(reading -> reading.counter() == counter)
                .forEach(reading -> {
                    xml.append("    <rate name=\"").append(name);
                    xml.append("\"\n      last_1_min=\"").append(reading.perHour1());
                    xml.append("\"\n      last_5_min=\"").append(reading.perHour5());
                    xml.append("\"\n      last_15_min=\"").append(reading.perHour15());
                    xml.append("\" />\n");
                }));
        xml.append("  </rates>\n");
    }

    private void addGauges(StringBuilder xml, ActivityCounters.Report report) {
        Map<String, Object> all = figures.of(report);
        xml.append("  <gauges>\n");
        GAUGES.forEach((name, logName) -> xml.append("    <gauge name=\"")
                .append(name)
                .append("\" current=\"")
                .append(all.getOrDefault(logName, 0))
                .append("\" />\n"));
        xml.append("  </gauges>\n");
    }

    private static String stamp(Instant time) {
        return STAMP.format(time.atZone(ZoneId.systemDefault()));
    }

    private static String age(Instant since, Instant now) {
        Duration age = Duration.between(since, now);
        return age.toDays() + "d " + age.toHoursPart() + "h " + age.toMinutesPart() + "m " + age.toSecondsPart() + "s";
    }
}
