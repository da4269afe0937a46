package org.danegate.status;

import java.io.IOException;
import java.time.Instant;
import org.danegate.event.StatusLine;
import org.danegate.queue.Backlog;
import org.danegate.queue.MessageQueue;

/// The line of the Status Logs in the appliance's names; figures that Danegate does not have are left out.
final class StatusFigures implements StatusLine {

    private final ActivityCounters counters;
    private final MessageQueue queue;
    private final Machine machine;
    private final long reserve;

    StatusFigures(ActivityCounters counters, MessageQueue queue, Machine machine, long reserve) {
        this.counters = counters;
        this.queue = queue;
        this.machine = machine;
        this.reserve = reserve;
    }

    @Override
    public String at(Instant now) {
        ActivityCounters.Report report = counters.report();
        StringBuilder line = new StringBuilder("Status: CPULd ").append(machine.processorLoad());
        Machine.Heap heap = machine.heap();
        line.append(" RAMUtil ").append(heap.most() > 0 ? heap.used() * 100 / heap.most() : 0);
        line.append(" QKUsd ").append(machine.size("queue") >> 10);
        line.append(" QKFre ").append(free() >> 10);
        line.append(" CrtMID ").append(report.mid());
        line.append(" CrtICID ").append(report.icid());
        line.append(" CrtDCID ").append(report.dcid());
        report.readings().stream()
                .filter(reading -> reading.counter().logName() != null)
                .forEach(reading -> line.append(' ')
                        .append(reading.counter().logName())
                        .append(' ')
                        .append(reading.uptime()));
        line.append(" ActvRcp ")
                .append(queue.backlogs().values().stream()
                        .mapToLong(Backlog::activeRecipients)
                        .sum());
        line.append(" CrtCncIn ").append(report.connectionsIn());
        line.append(" CrtCncOut ").append(report.connectionsOut());
        return line.toString();
    }

    private long free() {
        try {
            return Math.max(0, machine.free() - reserve);
        } catch (IOException unknown) {
            return 0;
        }
    }
}
