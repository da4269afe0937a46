package org.danegate.words;

import java.time.InstantSource;
import java.time.ZoneId;
import org.danegate.config.DestinationTable;
import org.danegate.config.WorkingPolicy;
import org.danegate.event.AdministratorActs;
import org.danegate.maillog.MailLogArchive;
import org.danegate.monitor.DeliveryStatus;
import org.danegate.network.DnsOverview;
import org.danegate.operations.DestinationDesk;
import org.danegate.policy.CommittedPolicy;
import org.danegate.status.SystemStatus;
import org.danegate.verify.TlsVerify;
import org.danegate.verify.VerifyRuns;

/// The services of other rooms that words call.
public record WordRooms(
        SystemStatus system,
        DeliveryStatus delivery,
        DestinationDesk desk,
        DnsOverview dns,
        VerifyRuns verifications,
        TlsVerify tls,
        MailLogArchive logs,
        CommittedPolicy policy,
        WorkingPolicy working,
        DestinationTable destinations,
        AdministratorActs acts) {

    /// The clock of all rooms.
    public InstantSource clock() {
        return acts.clock();
    }

    /// The zone of times that people read.
    public ZoneId zone() {
        return ZoneId.systemDefault();
    }
}
