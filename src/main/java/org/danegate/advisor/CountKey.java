package org.danegate.advisor;

import java.time.LocalDate;
import org.danegate.address.DomainName;
import org.danegate.advice.Seen;
import org.danegate.advice.SessionFacts;

/// What sessions are counted by.
///
/// @param day in UTC
/// @param host empty for hosts beyond the bound of a domain and day, and where there is none
record CountKey(LocalDate day, DomainName domain, String host, SessionFacts facts) {

    private static final int MOST_HOST = 253;

    static CountKey of(Seen seen) {
        String host = seen.host();
        return new CountKey(
                seen.day(), seen.domain(), host.substring(0, Math.min(host.length(), MOST_HOST)), seen.facts());
    }
}
