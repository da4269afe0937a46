package org.danegate.access.web;

import jakarta.servlet.http.HttpSession;
import org.danegate.access.TwoStep;
import org.danegate.console.NodeIdentity;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/// The secret that a page shows to an authenticator app. It stays the same in the session until a code proves that the
/// app has it.
@Component
class ShownSecret {

    private static final String SECRET = "danegate.two-step-secret";

    private final TwoStep twoStep;
    private final NodeIdentity identity;

    ShownSecret(TwoStep twoStep, NodeIdentity identity) {
        this.twoStep = twoStep;
        this.identity = identity;
    }

    /// Puts it into the model as text and as a QR code.
    void into(Model model, String user, HttpSession session) {
        String secret = secret(session);
        model.addAttribute("secret", inGroups(secret));
        model.addAttribute("qr", QrCode.of(AppAddress.of(identity.node(), user, secret)));
    }

    /// The secret itself.
    String secret(HttpSession session) {
        if (session.getAttribute(SECRET) instanceof String secret) {
            return secret;
        }
        String secret = twoStep.newSecret();
        session.setAttribute(SECRET, secret);
        return secret;
    }

    /// The app has it.
    void forget(HttpSession session) {
        session.removeAttribute(SECRET);
    }

    /// Four characters at a time are easier to type.
    private static String inGroups(String secret) {
        return secret.replaceAll("(.{4})(?!$)", "$1 ");
    }
}
