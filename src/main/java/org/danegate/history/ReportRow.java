package org.danegate.history;

/// A row of a report.
///
/// @param name the destination, or the begin of the stretch of time in ISO 8601; {@link Slice#OTHERS} for the
///     destinations not kept one by one
public record ReportRow(String name, Figures figures) {}
