package org.danegate.tlsreports;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.address.DomainName;
import org.danegate.tlsrpt.DayReport;

/// The reports of days and domains as they stand, for pages and scripts.
public final class TlsReports {

    /// The most lines that are listed.
    public static final int MOST = 500;

    private static final Pattern ID = Pattern.compile("(\\d{8})\\.([^@]+)\\.[0-9a-f]+@.+");

    private final CountStore counts;
    private final DayStore days;
    private final ReportSettings settings;

    TlsReports(CountStore counts, DayStore days, ReportSettings settings) {
        this.counts = counts;
        this.days = days;
        this.settings = settings;
    }

    /// How reports are prepared.
    public ReportSettings settings() {
        return settings;
    }

    /// The newest days and their domains, {@link #MOST} at most.
    public List<DayLine> lines() {
        return days.lines(MOST);
    }

    /// The id of the report of a day and domain.
    public String id(DayLine line) {
        return report(line.day(), line.domain()).id();
    }

    /// The report with an id; empty when nothing was counted for it.
    public Optional<DayReport> find(String id) {
        Matcher parts = ID.matcher(id);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            LocalDate day = LocalDate.parse(parts.group(1), DateTimeFormatter.BASIC_ISO_DATE);
            DayReport empty = report(day, new DomainName(parts.group(2)));
            return Optional.of(new DayReport(
                            day, empty.domain(), empty.organization(), empty.contact(), counts.of(day, empty.domain())))
                    .filter(report ->
                            report.id().equals(id) && !report.policies().isEmpty());
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The line of a report.
    public Optional<DayLine> line(DayReport report) {
        return days.line(report.day(), report.domain());
    }

    private DayReport report(LocalDate day, DomainName domain) {
        return new DayReport(day, domain, settings.organization(), settings.contact(), List.of());
    }
}
