package org.danegate.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.policy.Policy;
import org.danegate.tagging.BounceTag;
import org.danegate.tagging.TagKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Mail that comes back, over the wire.
@Timeout(30)
class BounceCheckTest {

    private static final String JOE = "joe@corp.example";
    private static final String REFUSED = "550 5.7.1 Bounce verification failed";
    private static final TagKey KEY = TagKey.of(4, "a secret of the test".getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path dir;

    private final Instant now = InstantSource.system().instant();

    private TestListeners server(String flow, boolean tagging) {
        DestinationEntry entry = DestinationEntry.of(DomainPattern.parse("far.example"))
                .with(DestinationSetting.BOUNCE_VERIFICATION, tagging);
        Policy policy = TestListeners.policy(TestListeners.settings("In", flow, ListenerTls.NONE, 10_000))
                .with(new DestinationControls(
                        DestinationProfile.defaults(), List.of(entry), new DestinationControls.Global(null, false)));
        return new TestListeners(
                dir,
                policy,
                10,
                Duration.ofSeconds(20),
                address -> BounceTag.check(
                        address, List.of(KEY), InstantSource.system().instant()));
    }

    private static String offer(Client client, String sender, String recipient) throws Exception {
        client.ask("RSET");
        assertThat(client.ask("MAIL FROM:<" + sender + ">")).startsWith("250 ");
        return client.ask("RCPT TO:<" + recipient + ">");
    }

    @Test
    void a_bounce_with_a_valid_tag_is_taken_and_stored_without_it() throws Exception {
        String tagged = BounceTag.tag(JOE, KEY, now);
        try (TestListeners server = server("ACCEPTED", true);
                Client client = Client.greeted(server.port())) {
            assertThat(offer(client, "", tagged)).startsWith("250 2.1.5 ");
            assertThat(client.ask("DATA")).startsWith("354 ");
            assertThat(client.ask("Subject: bounce\r\n\r\nhello\r\n.")).startsWith("250 ");
            assertThat(server.queue.accepted.getFirst().recipients().getFirst().address())
                    .hasToString(JOE)
                    .extracting(a -> a.domain())
                    .isEqualTo("corp.example");
            assertThat(server.events(DeliveryEvent.RecipientAdded.class)
                            .getFirst()
                            .to()
                            .text())
                    .isEqualTo(JOE);
        }
    }

    @Test
    void untagged_expired_and_forged_bounces_are_refused_and_told_to_the_log() throws Exception {
        String tagged = BounceTag.tag(JOE, KEY, now);
        String old = BounceTag.tag(JOE, KEY, now.minus(Duration.ofDays(9)));
        try (TestListeners server = server("ACCEPTED", true);
                Client client = Client.greeted(server.port())) {
            List<String> bad = List.of(JOE, old, tagged.replace("joe@", "jim@"), tagged.replace("prvs=4", "prvs=5"));
            for (String recipient : bad) {
                assertThat(offer(client, "", recipient)).isEqualTo(REFUSED);
            }
            assertThat(server.events(DeliveryEvent.RecipientRejected.class))
                    .hasSize(bad.size())
                    .allSatisfy(e -> assertThat(e.reason()).isEqualTo("Bounce verification failed"));
        }
    }

    @Test
    void mail_with_a_sender_is_not_checked_and_a_valid_tag_is_removed_all_the_same() throws Exception {
        try (TestListeners server = server("ACCEPTED", true);
                Client client = Client.greeted(server.port())) {
            assertThat(offer(client, "someone@far.example", JOE)).startsWith("250 ");
            assertThat(client.ask("RCPT TO:<" + BounceTag.tag(JOE, KEY, now) + ">"))
                    .startsWith("250 ");
            assertThat(server.events(DeliveryEvent.RecipientAdded.class))
                    .allSatisfy(e -> assertThat(e.to().text()).isEqualTo(JOE));
        }
    }

    @Test
    void a_valid_tag_opens_no_domain_that_the_recipient_access_table_refuses() throws Exception {
        try (TestListeners server = server("ACCEPTED", true);
                Client client = Client.greeted(server.port())) {
            assertThat(offer(client, "", BounceTag.tag("joe@not.corp.example", KEY, now)))
                    .isEqualTo("550 5.7.1 Relaying denied");
            assertThat(offer(client, "", "postmaster")).startsWith("250 ");
        }
    }

    @Test
    void relaying_senders_are_not_checked() throws Exception {
        try (TestListeners server = server("RELAYED", true);
                Client client = Client.greeted(server.port())) {
            assertThat(offer(client, "", JOE)).startsWith("250 ");
        }
    }

    @Test
    void without_tagging_at_any_destination_bounces_are_not_checked() throws Exception {
        try (TestListeners server = server("ACCEPTED", false);
                Client client = Client.greeted(server.port())) {
            assertThat(offer(client, "", JOE)).startsWith("250 ");
        }
    }
}
