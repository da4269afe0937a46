package org.danegate.status;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.danegate.event.StatusLine;
import org.danegate.queue.Backlog;
import org.danegate.queue.MessageQueue;

/// The line of the Status Logs: all of the appliance's names in its order, because programs that read the line expect
/// them by position. 0 replaces what Danegate does not have or count. Counters are those since the start.
final class StatusFigures implements StatusLine {

    /// The names in the order of the appliance's line (public samples of 2019 to 2023).
    static final List<String> NAMES = List.of((
            // The machine, and the latest MID, ICID and DCID.
            "CPULd DskIO RAMUtil QKUsd QKFre CrtMID CrtICID CrtDCID "
                    // Counters.
                    + "InjMsg InjRcp GenBncRcp RejRcp DrpMsg SftBncEvnt CmpRcp HrdBncRcp DnsHrdBnc 5XXHrdBnc "
                    + "FltrHrdBnc ExpHrdBnc OtrHrdBnc DlvRcp DelRcp GlbUnsbHt "
                    // Current values.
                    + "ActvRcp UnatmptRcp AtmptRcp CrtCncIn CrtCncOut "
                    + "DnsReq NetReq CchHit CchMis CchEct CchExp "
                    + "CPUTTm CPUETm MaxIO RAMUsd MMLen DstInMem ResCon WorkQ QuarMsgs QuarQKUsd LogUsd "
                    + "SophLd BMLd CASELd TotalLd LogAvail EuQ EuqRls CmrkLd McafLd "
                    + "SwIn SwOut SwPgIn SwPgOut SwapUsage RptLd QtnLd EncrQ InjBytes")
            .split(" "));

    /// How "nothing" is written where it is not a plain number.
    private static final Map<String, String> NOTHING = Map.of("LogAvail", "0K", "SwapUsage", "0%");

    private final ActivityCounters counters;
    private final StatusCounts counts;
    private final MessageQueue queue;
    private final Machine machine;
    private final long reserve;

    StatusFigures(ActivityCounters counters, StatusCounts counts, MessageQueue queue, Machine machine, long reserve) {
        this.counters = counters;
        this.counts = counts;
        this.queue = queue;
        this.machine = machine;
        this.reserve = reserve;
    }

    @Override
    public String at(Instant now) {
        Map<String, Object> known = of(counters.report());
        return NAMES.stream()
                .map(name -> name + " " + known.getOrDefault(name, NOTHING.getOrDefault(name, "0")))
                .collect(Collectors.joining(" ", "Status: ", ""));
    }

    /// The known figures by their names in the line, as of a report.
    Map<String, Object> of(ActivityCounters.Report report) {
        Map<String, Object> known = new HashMap<>();
        counts.of(report).forEach((name, count) -> known.put(name, count.uptime()));
        known.put("CrtMID", report.mid());
        known.put("CrtICID", report.icid());
        known.put("CrtDCID", report.dcid());
        known.put("CrtCncIn", report.connectionsIn());
        known.put("CrtCncOut", report.connectionsOut());
        ofQueue(known);
        ofMachine(known);
        return known;
    }

    private void ofQueue(Map<String, Object> known) {
        Collection<Backlog> backlogs = queue.backlogs().values();
        long active = backlogs.stream().mapToLong(Backlog::activeRecipients).sum();
        long attempted = backlogs.stream().mapToLong(Backlog::attempted).sum();
        known.put("ActvRcp", active);
        known.put("UnatmptRcp", active - attempted);
        known.put("AtmptRcp", attempted);
        known.put("MMLen", backlogs.stream().mapToLong(Backlog::messages).sum());
        known.put("DstInMem", backlogs.size());
    }

    private void ofMachine(Map<String, Object> known) {
        Machine.Heap heap = machine.heap();
        known.put("CPULd", machine.processorLoad());
        known.put("TotalLd", machine.systemLoad());
        known.put("CPUTTm", machine.processorSeconds());
        known.put("CPUETm", machine.uptime());
        known.put("RAMUtil", heap.most() > 0 ? heap.used() * 100 / heap.most() : 0);
        known.put("RAMUsd", heap.used());
        known.put("QKUsd", machine.size("queue") >> 10);
        ofDisk(known);
    }

    private void ofDisk(Map<String, Object> known) {
        long free = machine.free();
        long capacity = machine.capacity();
        known.put("QKFre", Math.max(0, free - reserve) >> 10);
        known.put("LogUsd", capacity > 0 ? (capacity - free) * 100 / capacity : 0);
        known.put("LogAvail", inWords(free));
    }

    /// An amount as the appliance writes it, `148G`.
    private static String inWords(long octets) {
        long rest = octets >> 10;
        for (String unit : List.of("K", "M", "G")) {
            if (rest < 10_000) {
                return rest + unit;
            }
            rest >>= 10;
        }
        return rest + "T";
    }
}
