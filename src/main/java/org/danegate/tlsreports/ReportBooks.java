package org.danegate.tlsreports;

/// What is stored of reports.
record ReportBooks(CountStore counts, DayStore days, SendingStore sendings) {}
