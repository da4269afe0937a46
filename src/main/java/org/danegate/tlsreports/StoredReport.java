package org.danegate.tlsreports;

import org.danegate.tlsrpt.DayReport;

/// A report with what was or will be done with it.
///
/// @param report without counts in a list
/// @param line its figures
public record StoredReport(DayReport report, DayLine line, ReportStanding standing) {}
