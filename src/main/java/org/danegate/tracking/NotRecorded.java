package org.danegate.tracking;

import java.time.Instant;

/// Entries of Message Tracking are not recorded at present.
///
/// @param since the first one that was not
/// @param entries how many so far; a message has one or more
/// @param cause the reason, as the operating system gives it
public record NotRecorded(Instant since, long entries, String cause) {}
