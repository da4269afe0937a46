package org.danegate.listener;

import org.danegate.credentials.SmtpUser;
import org.danegate.policy.ListenerSettings.Authentication;
import org.jspecify.annotations.Nullable;

/// When a client may or must authenticate, and what it may then send (RFC 4954, RFC 6409).
final class AuthRules {

    private AuthRules() {}

    /// Why AUTH is not possible now; null when it is.
    static @Nullable Reply refusal(Admission admission, Session session, boolean encrypted) {
        if (admission.settings().auth() == Authentication.NONE) {
            return Reply.of(503, "5.5.1", "AUTH is not offered");
        } else if (!encrypted) {
            return Reply.of(538, "5.7.11", "Encryption required for requested authentication mechanism");
        } else if (admission.user() != null) {
            return Reply.of(503, "5.5.1", "Already authenticated");
        } else if (session instanceof Session.Mailing) {
            return Reply.of(503, "5.5.1", "AUTH is not possible during a mail transaction");
        }
        return session instanceof Session.Greeted hello && hello.extended() ? null : Reply.FIRST_HELLO;
    }

    /// Why the client may not send mail before it authenticates; null when it may.
    static @Nullable Reply lacking(Admission admission, boolean encrypted) {
        return admission.settings().auth() != Authentication.REQUIRED || admission.user() != null
                ? null
                : encrypted ? Reply.NEED_AUTH : Reply.NEED_TLS;
    }

    /// Why the user may not send with a reverse-path; null when it may, and for clients without a user.
    static @Nullable Reply strange(Admission admission, String reversePath) {
        SmtpUser user = admission.user();
        return user == null || user.maySendAs(reversePath)
                ? null
                : Reply.of(553, "5.7.1", "Sender address is not allowed for the authenticated user");
    }
}
