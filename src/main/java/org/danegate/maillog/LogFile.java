package org.danegate.maillog;

import java.time.Instant;

/// A file of a log.
///
/// @param name such as `mail.current` or `mail.@20190205T132003.s`
/// @param size in octets
/// @param modified when the last line was written
/// @param current whether lines are still added to it
public record LogFile(String name, long size, Instant modified, boolean current) {}
