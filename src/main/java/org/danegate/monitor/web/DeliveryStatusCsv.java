package org.danegate.monitor.web;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.danegate.console.CsvCell;
import org.danegate.monitor.Destination;
import org.jspecify.annotations.Nullable;

/// The list as a CSV file (RFC 4180): ISO 8601 times, plain numbers, unknown values left empty.
final class DeliveryStatusCsv {

    private static final String HEAD =
            "Destination Domain,Latest Host Status,Active Recipients,Connections Out,Delivered Recipients,Soft Bounced,"
                    + "Hard Bounced,Oldest,Next try,DANE,DANE Support,Last error,Bounces at,Reason,Next hop\r\n";

    private DeliveryStatusCsv() {}

    static String of(List<Destination> destinations, Instant now) {
        return destinations.stream().map(d -> line(d, now)).collect(Collectors.joining("", HEAD, ""));
    }

    private static String line(Destination d, Instant now) {
        return Stream.of(
                                d.domain(),
                                d.count().hostStatus().label(),
                                d.backlog().activeRecipients(),
                                d.count().connectionsOut(),
                                d.count().deliveredRecipients(),
                                d.count().softBouncedEvents(),
                                d.count().hardBouncedRecipients(),
                                text(Words.time(d.backlog().oldest())),
                                text(Words.time(d.nextTry())),
                                d.count().dane() == null ? "" : d.count().dane().label(),
                                d.support().label(),
                                d.count().lastError() == null
                                        ? ""
                                        : d.count().lastError().text(),
                                text(Words.time(d.bouncesAt())),
                                d.reason(now).holdsMail() ? d.reason(now).key() : "",
                                d.count().nextHop())
                        .map(value -> CsvCell.of(value.toString()))
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    private static String text(@Nullable Instant time) {
        return time == null ? "" : time.toString();
    }
}
