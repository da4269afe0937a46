package org.danegate.monitor.web;

import java.util.List;
import java.util.Map;
import org.danegate.console.Texts;
import org.danegate.monitor.DeliveryStatus;
import org.danegate.monitor.GroupBy;
import org.danegate.monitor.GroupReport;
import org.danegate.monitor.StatusReport;
import org.springframework.stereotype.Component;

/// The rows of the list, in words.
@Component
class Lines {

    /// The most rows whose reasons are read from the queue; longer lists show the last error.
    private static final int EXPLAINED = 100;

    private final DeliveryStatus status;
    private final Texts texts;

    Lines(DeliveryStatus status, Texts texts) {
        this.status = status;
        this.texts = texts;
    }

    /// A row for each destination of the page.
    List<Line> of(StatusReport report) {
        boolean explained = report.destinations().size() <= EXPLAINED;
        return report.destinations().stream()
                .map(d -> Line.of(
                        d,
                        explained && d.backlog().activeRecipients() > 0 ? status.reasons(d.domain()) : Map.of(),
                        status.history(d.domain()),
                        report.updatedAt(),
                        texts))
                .toList();
    }

    /// A row for each group.
    List<GroupLine> of(GroupReport report, GroupBy way, Ask ask) {
        return report.groups().stream()
                .map(group -> GroupLine.of(group, way, ask, report.updatedAt(), texts))
                .toList();
    }

    /// Words for the rule of the list.
    RuleText rule() {
        return new RuleText(texts);
    }
}
