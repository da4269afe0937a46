package org.danegate.credentials;

import java.util.Locale;
import org.danegate.address.DomainName;
import org.danegate.address.MailAddress;

/// Envelope senders that a user may give: an address, `@example.com`, `@.example.com` for subdomains, or `ALL`.
final class SenderPattern {

    static final String ALL = "ALL";

    private SenderPattern() {}

    /// Whether a text is a pattern.
    static boolean isOne(String text) {
        try {
            if (!text.startsWith("@")) {
                return text.equals(ALL) || !MailAddress.parse(text).domain().isEmpty();
            }
            return !DomainName.parse(text.substring(text.startsWith("@.") ? 2 : 1))
                    .ascii()
                    .isEmpty();
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    /// Whether a pattern covers a reverse-path. Upper and lower case are the same in both parts; domains are
    /// compared as A-labels.
    static boolean covers(String pattern, String reversePath) {
        if (pattern.equals(ALL)) {
            return true;
        }
        try {
            MailAddress sender = MailAddress.parse(reversePath);
            if (pattern.startsWith("@.")) {
                return sender.domain()
                        .endsWith("." + DomainName.parse(pattern.substring(2)).ascii());
            }
            if (pattern.startsWith("@")) {
                return sender.domain()
                        .equals(DomainName.parse(pattern.substring(1)).ascii());
            }
            MailAddress allowed = MailAddress.parse(pattern);
            return sender.domain().equals(allowed.domain())
                    && sender.localPart()
                            .toLowerCase(Locale.ROOT)
                            .equals(allowed.localPart().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }
}
