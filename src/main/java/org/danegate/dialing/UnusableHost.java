package org.danegate.dialing;

import java.util.Optional;
import java.util.regex.Pattern;
import org.danegate.dns.answer.MxRecord;

/// Targets of MX records that no host can have as its name. Underscores and hyphens anywhere are let pass, as
/// other mail servers do: such names exist and resolve.
final class UnusableHost {

    private static final Pattern ADDRESS = Pattern.compile("\\[?([0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*)]?");

    private UnusableHost() {}

    /// What follows the target in a sentence; empty for a host name.
    static Optional<String> why(MxRecord mx) {
        if (mx.nullMx()) {
            return Optional.of("says that no mail is accepted, and stands beside other MX records");
        }
        if (ADDRESS.matcher(mx.target()).matches()) {
            // RFC 5321 5.1: the target is a name.
            return Optional.of("is an IP address, not a host name");
        }
        return mx.exchange() == null || mx.target().contains("*")
                ? Optional.of("is not a name that a host can have")
                : Optional.empty();
    }
}
