package org.danegate.runs.web;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.danegate.console.CsvCell;
import org.danegate.runs.DomainResult;
import org.danegate.runs.Warning;

/// The results of a run as a CSV file (RFC 4180), in English and with times in ISO 8601.
final class RunCsv {

    private static final String HEAD = "domain,verdict,change,reason,verifiedAt,earlierVerdict,earlierAt,warnings\r\n";

    private RunCsv() {}

    static String of(List<DomainResult> results) {
        return results.stream().map(RunCsv::line).collect(Collectors.joining("", HEAD, ""));
    }

    private static String line(DomainResult result) {
        DomainResult.Earlier earlier = result.earlier();
        return Stream.of(
                        result.domain().ascii(),
                        result.verdict().name(),
                        result.change().name(),
                        result.reason(),
                        result.at().toString(),
                        earlier == null ? "" : earlier.verdict().name(),
                        earlier == null ? "" : earlier.at().toString(),
                        result.warnings().stream().map(Warning::english).collect(Collectors.joining(" ")))
                .map(CsvCell::of)
                .collect(Collectors.joining(",", "", "\r\n"));
    }
}
