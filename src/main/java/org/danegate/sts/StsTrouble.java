package org.danegate.sts;

import java.util.List;
import org.danegate.address.OutsideText;

/// Why a domain's policy could not be found or refreshed.
///
/// @param code short and stable, for reports to the domain, such as `http-404` or `ede-9`
/// @param text one sentence or phrase for people
/// @param lines what was fetched and is no policy, for reports to the domain, at most {@link #MOST_LINES}; empty for
///     other troubles and for one that was kept
public record StsTrouble(Kind kind, String code, String text, List<String> lines) {

    /// The most lines of an unreadable policy, each of at most 500 characters.
    public static final int MOST_LINES = 50;

    private static final int MOST_IN_LINE = 500;

    private static final int MOST_CODE = 64;
    private static final int MOST_TEXT = 1000;

    public StsTrouble {
        code = OutsideText.brief(code, MOST_CODE);
        text = OutsideText.brief(text, MOST_TEXT);
        lines = lines.stream()
                .limit(MOST_LINES)
                .map(line -> OutsideText.brief(line, MOST_IN_LINE))
                .toList();
    }

    /// Trouble without lines.
    public StsTrouble(Kind kind, String code, String text) {
        this(kind, code, text, List.of());
    }

    /// What went wrong (RFC 8460 section 4.3.2.2).
    public enum Kind {
        /// The TXT record could not be looked up, or is gone although a policy was kept.
        RECORD,
        /// The policy could not be fetched.
        FETCH,
        /// The certificate of the server that has the policy was refused.
        CERTIFICATE,
        /// What was fetched is no policy.
        POLICY
    }
}
