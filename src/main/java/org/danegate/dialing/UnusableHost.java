package org.danegate.dialing;

import java.util.Optional;
import java.util.regex.Pattern;
import org.danegate.dns.answer.MxRecord;

/// Recognizes MX targets that cannot be the name of a host. Underscores and hyphens are allowed anywhere, as in other
/// mail servers: such names exist and resolve.
final class UnusableHost {

    private static final Pattern ADDRESS = Pattern.compile("\\[?([0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*)]?");

    private UnusableHost() {}

    /// The rest of a sentence that begins with the target; empty for a host name.
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
