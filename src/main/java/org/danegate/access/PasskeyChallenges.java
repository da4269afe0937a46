package org.danegate.access;

import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;

/// The challenges that a session's sign-in pages wait to have answered. The page may be open in several tabs, and each
/// asks for a challenge of its own when it opens, so one session has several. Each is good for one answer.
final class PasskeyChallenges {

    /// Most challenges of one session; the oldest is forgotten for a new one.
    static final int MOST = 8;

    private static final String PREFIX = "danegate.passkey-challenge.";

    private final HttpSession session;

    PasskeyChallenges(HttpSession session) {
        this.session = session;
    }

    /// @param options what the browser was asked for
    /// @param at when it was asked
    record Challenge(PublicKeyCredentialRequestOptions options, Instant at) implements Serializable {}

    /// Adds one.
    void add(PublicKeyCredentialRequestOptions options, Instant now) {
        List<String> names = names();
        names.stream()
                .sorted(Comparator.comparing(
                        name -> one(name).map(Challenge::at).orElse(Instant.EPOCH)))
                .limit(Math.max(0, names.size() + 1 - MOST))
                .forEach(session::removeAttribute);
        session.setAttribute(PREFIX + options.getChallenge().toBase64UrlString(), new Challenge(options, now));
    }

    /// Whether no page waits for an answer.
    boolean isEmpty() {
        return names().isEmpty();
    }

    /// Takes the one that an answer is for.
    ///
    /// @param challenge as the answer has it, in base64url
    /// @return empty when it is none of the session's
    Optional<Challenge> take(String challenge) {
        Optional<Challenge> found = one(PREFIX + challenge);
        session.removeAttribute(PREFIX + challenge);
        return found;
    }

    /// Forgets all of them.
    void clear() {
        names().forEach(session::removeAttribute);
    }

    private List<String> names() {
        return Collections.list(session.getAttributeNames()).stream()
                .filter(name -> name.startsWith(PREFIX))
                .toList();
    }

    private Optional<Challenge> one(String name) {
        return session.getAttribute(name) instanceof Challenge challenge ? Optional.of(challenge) : Optional.empty();
    }
}
