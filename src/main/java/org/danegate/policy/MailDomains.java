package org.danegate.policy;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.danegate.wording.Wording;

/// Checks that a name can be the domain of a mail address, so that an entry for it can ever apply (RFC 5321 2.3.5).
final class MailDomains {

    /// Underscores are not allowed in host names, but mail exists for names that have them.
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");

    /// An address, not a name: the last label of a name is never all digits (RFC 3696 2).
    private static final Pattern NUMBERED = Pattern.compile("(.*\\.)?[0-9]+");

    /// Words that have another meaning in tables.
    private static final Set<String> WORDS = Set.of("all", "default", "usedns");

    private MailDomains() {}

    /// The reason why an entry can never apply; empty when it can.
    static Optional<Wording> fault(DomainPattern pattern) {
        String name = pattern.name().ascii();
        if (name.contains("*")) {
            String parent = name.replaceFirst("^\\*\\.", "");
            return Optional.of(Wording.of("policy.domain.star", name, "." + parent));
        }
        if (!pattern.subdomains() && WORDS.contains(name)) {
            return Optional.of(Wording.of("policy.domain.word", name));
        }
        if (NUMBERED.matcher(name).matches()) {
            return Optional.of(Wording.of("policy.domain.address", pattern.toString()));
        }
        return NAME.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(Wording.of("policy.domain.never", pattern.toString()));
    }
}
