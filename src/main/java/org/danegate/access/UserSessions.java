package org.danegate.access;

import java.util.function.Consumer;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.core.userdetails.UserDetails;

/// Ends the sessions of users. Each node of a fleet has sessions of its own, so all of them have to hear of it.
final class UserSessions {

    private static final String BETWEEN = " ";

    private final Consumer<String> everywhere;

    /// @param everywhere has {@link #carryOut} done on every node, here at once
    UserSessions(Consumer<String> everywhere) {
        this.everywhere = everywhere;
    }

    /// Those of one server.
    static UserSessions of(SessionRegistry sessions) {
        return new UserSessions(order -> carryOut(sessions, order));
    }

    /// Ends all sessions of a user except one.
    ///
    /// @param kept identifier of the session that continues, or null for none
    void end(String user, @Nullable String kept) {
        everywhere.accept((kept == null ? "" : fingerprint(kept)) + BETWEEN + user);
    }

    /// An order is stored, and an identifier would let its reader in.
    private static String fingerprint(String session) {
        return DigestUtils.sha256Hex(session);
    }

    /// Ends sessions of this node.
    ///
    /// @param order fingerprint of the session that continues, a space, and the name of the user
    static void carryOut(SessionRegistry sessions, String order) {
        String[] parts = order.split(BETWEEN, 2);
        sessions.getAllPrincipals().stream()
                .filter(principal -> principal instanceof UserDetails user
                        && user.getUsername().equals(parts[1]))
                .flatMap(principal -> sessions.getAllSessions(principal, false).stream())
                .filter(session -> !fingerprint(session.getSessionId()).equals(parts[0]))
                .forEach(SessionInformation::expireNow);
    }
}
