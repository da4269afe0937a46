package org.danegate.syslog;

import java.time.Instant;

/// A log line on its way to a collector.
///
/// @param severity 0 (emergency) to 7 (debug), RFC 5424 table 2
/// @param level the appliance's word for it, such as `Info`; empty for a line without one
/// @param name of the log, such as `mail_logs`
/// @param type what kind of log it is, such as `MAIL`
/// @param text one line
public record SyslogMessage(Instant at, int severity, String level, String name, String type, String text) {}
