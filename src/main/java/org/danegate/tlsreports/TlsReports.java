package org.danegate.tlsreports;

import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.danegate.address.DomainName;
import org.danegate.policy.TlsReportSettings;
import org.danegate.tlsrpt.DayReport;
import org.danegate.tlsrpt.PolicyCount;
import org.jspecify.annotations.Nullable;

/// The reports of days and domains as they are now, for pages and scripts.
public final class TlsReports {

    /// The most lines that are listed.
    public static final int MOST = 500;

    private static final Pattern ID = Pattern.compile("(\\d{8})\\.([^@]+)\\.[0-9a-f]+@.+");

    private final ReportBooks books;
    private final ReportTerms terms;
    private final InstantSource clock;

    TlsReports(ReportBooks books, ReportTerms terms, InstantSource clock) {
        this.books = books;
        this.terms = terms;
        this.clock = clock;
    }

    /// The settings in force.
    public TlsReportSettings settings() {
        return terms.settings();
    }

    /// The address that reports.
    public String contact() {
        return terms.contact();
    }

    /// The newest days and their domains, {@link #MOST} at most, without the counts of each policy.
    public List<StoredReport> newest() {
        List<DayLine> lines = books.days().lines(MOST);
        if (lines.isEmpty()) {
            return List.of();
        }
        Map<List<Object>, DecidedReport> decided = books
                .sendings()
                .since(lines.getLast().day())
                .stream()
                .collect(Collectors.toMap(d -> List.of(d.day(), d.domain()), Function.identity()));
        return lines.stream()
                .map(line -> stored(line, decided.get(List.of(line.day(), line.domain())), List.of()))
                .toList();
    }

    /// The report with an id; empty when nothing was counted for it.
    public Optional<StoredReport> find(String id) {
        Matcher parts = ID.matcher(id);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            LocalDate day = LocalDate.parse(parts.group(1), DateTimeFormatter.BASIC_ISO_DATE);
            DomainName domain = new DomainName(parts.group(2));
            DecidedReport decided = books.sendings().find(day, domain).orElse(null);
            return books.days()
                    .line(day, domain)
                    .map(line -> stored(line, decided, books.counts().of(day, domain)))
                    .filter(stored -> stored.report().id().equals(id));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private StoredReport stored(DayLine line, @Nullable DecidedReport decided, List<PolicyCount> counts) {
        DayReport report = decided == null
                ? terms.report(line.day(), line.domain(), counts)
                : new DayReport(line.day(), line.domain(), decided.organization(), decided.contact(), counts);
        return new StoredReport(
                report, line, ReportStanding.of(report, line.record(), decided, terms.settings(), clock.instant()));
    }
}
