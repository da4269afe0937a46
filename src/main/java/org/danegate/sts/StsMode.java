package org.danegate.sts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Mode of a policy (RFC 8461 section 5).
public enum StsMode {
    /// A host that does not meet the policy gets no mail.
    ENFORCE,
    /// What fails is recorded, and mail is sent all the same.
    TESTING,
    /// The domain has no policy any more.
    NONE;

    /// The mode as a policy file writes it, in lower case; case counts.
    static Optional<StsMode> of(String word) {
        return Arrays.stream(values()).filter(m -> m.word().equals(word)).findFirst();
    }

    /// As in a policy file.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
