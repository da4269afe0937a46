package org.danegate.advice;

import java.util.Locale;

/// What is known of a domain's MTA-STS policy.
public enum StsSeen {
    /// It was not looked at.
    NOT_ASKED,
    /// There is none.
    ABSENT,
    /// Mode none.
    NONE,
    TESTING,
    ENFORCE,
    /// It could not be found out.
    UNKNOWN;

    /// Short word for scripts.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
