package org.danegate.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.danegate.event.Lane;
import org.danegate.event.TlsTag;
import org.danegate.tracking.TrackedEvent.Kind;
import org.junit.jupiter.api.Test;

/// Everything that an entry shows is read as it was written.
class EntryContentTest {

    private static final Instant AT = Instant.parse("2026-03-01T10:20:30.123456789Z");
    private static final TrackedEvent DELIVERED = new TrackedEvent(
            AT,
            Kind.DELIVERED,
            1,
            "bücher.example",
            new TrackedEvent.Via(7, "mx.example", "[2001:db8::1] port 25", "TLSv1.3 TLS_AES_256_GCM_SHA384", true),
            null,
            "2.0.0 Ok: 日本");
    private static final TrackedEvent DEFERRED = new TrackedEvent(
            AT.plusNanos(1), Kind.DEFERRED, -1, "a.example", null, "CERTIFICATE_DIFFERS", "two\nlines");
    private static final TrackedEvent CLEAR = new TrackedEvent(
            Instant.EPOCH.minusMillis(1),
            Kind.SOFT_BOUNCED,
            0,
            "a.example",
            new TrackedEvent.Via(0, "mx.example", "192.0.2.1 port 25", "", false),
            "BUSY",
            "");

    @Test
    void a_message_with_its_events() {
        TrackedMessage message = new TrackedMessage(
                12,
                AT,
                "",
                List.of("bob@a.example", "eve@b.example"),
                "Grüße 🙂",
                "<1@x>",
                3_000_000_000L,
                "127.0.0.1",
                new Lane(true, "Second", TlsTag.REQUIRETLS_IF_OFFERED));
        FoundMessage found = new FoundMessage(message, List.of(DELIVERED, DEFERRED, CLEAR));

        assertThat(EntryContent.message(EntryContent.of(found))).isEqualTo(found);
    }

    @Test
    void later_events() {
        EntryContent.Later later = new EntryContent.Later(Long.MAX_VALUE, List.of(CLEAR, DELIVERED));

        assertThat(EntryContent.later(EntryContent.of(later))).isEqualTo(later);
    }

    @Test
    void an_event_of_a_destination() {
        assertThat(EntryContent.ofDestination(EntryContent.of(DEFERRED))).isEqualTo(DEFERRED);
    }

    @Test
    void another_form_is_named_and_not_misread() {
        assertThatThrownBy(() -> EntryContent.ofDestination("{}".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("unknown form 123");
    }
}
