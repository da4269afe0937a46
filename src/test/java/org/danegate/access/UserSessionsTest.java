package org.danegate.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.core.session.SessionRegistryImpl;
import org.springframework.security.core.userdetails.User;

/// A user's sessions end on every node of a fleet.
class UserSessionsTest {

    private static SessionRegistry node(String... sessions) {
        SessionRegistry node = new SessionRegistryImpl();
        for (String session : sessions) {
            node.registerNewSession(
                    session, User.withUsername("ana maria").password("").build());
        }
        return node;
    }

    private static boolean isOver(SessionRegistry node, String session) {
        return node.getSessionInformation(session).isExpired();
    }

    @Test
    void all_but_the_kept_one_end_and_no_stored_order_lets_its_reader_in() {
        SessionRegistry here = node("kept-1", "other-1");
        SessionRegistry there = node("other-2");
        List<String> stored = new ArrayList<>();
        UserSessions sessions = new UserSessions(order -> {
            stored.add(order);
            UserSessions.carryOut(here, order);
            UserSessions.carryOut(there, order);
        });

        sessions.end("ana", null);
        assertThat(isOver(there, "other-2")).as("of another user").isFalse();
        sessions.end("ana maria", "kept-1");

        assertThat(isOver(here, "kept-1")).isFalse();
        assertThat(isOver(here, "other-1")).isTrue();
        assertThat(isOver(there, "other-2")).isTrue();
        assertThat(stored).noneMatch(order -> order.contains("kept-1"));
    }
}
