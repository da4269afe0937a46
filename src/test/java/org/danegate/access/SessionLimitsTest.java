package org.danegate.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.core.session.SessionRegistryImpl;

/// When a session ends, by a clock that is set by hand.
class SessionLimitsTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-29T08:00:00Z"));
    private final SessionRegistryImpl registry = new SessionRegistryImpl();
    private final SessionLimits limits = new SessionLimits(registry, now::get, Duration.ofHours(12));
    private final MockHttpSession session = new MockHttpSession();

    @BeforeEach
    void signed_in() {
        session.setAttribute("SPRING_SECURITY_CONTEXT", "somebody");
        session.setMaxInactiveInterval(1800);
        registry.registerNewSession(session.getId(), "somebody");
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Mode,   cors",
        "HX-Request,       true",
        "X-Requested-With, fetch",
        "Accept,           text/event-stream",
    })
    void a_page_that_renews_itself_keeps_no_session(String name, String value) throws Exception {
        ask("GET", "none", "none");
        for (int minute = 0; minute < 29; minute++) {
            now.updateAndGet(at -> at.plusSeconds(60));
            ask("GET", name, value);
        }
        assertThat(ended()).isFalse();
        now.updateAndGet(at -> at.plusSeconds(60));
        ask("GET", name, value);
        assertThat(ended()).isTrue();
    }

    @Test
    void somebody_who_reads_or_sends_keeps_it_for_half_a_day_and_no_longer() throws Exception {
        for (int i = 0; i < 35; i++) {
            ask(i % 2 == 0 ? "GET" : "POST", "Sec-Fetch-Mode", i % 2 == 0 ? "navigate" : "cors");
            now.updateAndGet(at -> at.plusSeconds(1200));
        }
        ask("GET", "Sec-Fetch-Mode", "navigate");
        assertThat(ended()).isFalse();
        now.updateAndGet(at -> at.plusSeconds(1200));
        ask("GET", "Sec-Fetch-Mode", "navigate");
        assertThat(ended()).isTrue();
    }

    private boolean ended() {
        return registry.getSessionInformation(session.getId()).isExpired();
    }

    private void ask(String method, String name, String value) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest(method, "/monitor/delivery-status");
        request.setSession(session);
        request.addHeader(name, value);
        limits.doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
    }
}
