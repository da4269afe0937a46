package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.practice.ReceivedMessage;
import org.danegate.tagging.BounceTag;
import org.danegate.tagging.TagCheck;
import org.danegate.tagging.TagKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Which sender a real receiver is given.
@Timeout(60)
class TaggedSenderWireTest extends FreshNetwork {

    private static final String SENDER = "sender@origin.example";
    private static final TagKey KEY = TagKey.of(3, "a secret of the test".getBytes(StandardCharsets.UTF_8));

    @Test
    void relayed_mail_to_a_destination_with_tagging_carries_a_tag_that_verifies() throws Exception {
        try (EngineRig rig = rig(tagging("ok.practice"))) {
            String from = sender(rig, rig.relay("joe@ok.practice"));
            assertThat(from).startsWith("prvs=3").endsWith("=" + SENDER);
            assertThat(BounceTag.check(from, List.of(KEY), rig.now())).isEqualTo(new TagCheck.Result.Valid(SENDER));
        }
    }

    @Test
    void mail_to_another_destination_has_its_sender_as_given() throws Exception {
        try (EngineRig rig = rig(tagging("other.practice"))) {
            assertThat(sender(rig, rig.relay("joe@ok.practice"))).isEqualTo(SENDER);
        }
    }

    @Test
    void mail_that_was_not_relayed_and_bounces_have_no_tag() throws Exception {
        try (EngineRig rig = rig(tagging("ok.practice"))) {
            assertThat(sender(rig, rig.accept(EngineRig.envelope(SENDER, false), "\r\ntext\r\n", "joe@ok.practice")))
                    .isEqualTo(SENDER);
        }
    }

    @Test
    void the_null_sender_stays_null() throws Exception {
        try (EngineRig rig = rig(tagging("ok.practice"))) {
            assertThat(sender(rig, rig.accept(EngineRig.envelope("", true), "\r\ntext\r\n", "joe@ok.practice")))
                    .isEmpty();
        }
    }

    private String sender(EngineRig rig, long mid) throws Exception {
        rig.await(DeliveryEvent.RecipientDelivered.class, d -> d.mid() == mid);
        List<ReceivedMessage> all =
                network.receiver("mx.ok.practice").orElseThrow().inbox().all();
        assertThat(all).hasSize(1);
        return all.getFirst().sender();
    }

    private EngineRig rig(Policy changed) throws Exception {
        return new EngineRig(
                folder,
                network,
                p -> p.with(changed.destinationControls()),
                EnvelopeSenders.tagging(sender -> BounceTag.tag(
                        sender, KEY, InstantSource.system().instant().minus(Duration.ofHours(1)))));
    }

    private static Policy tagging(String domain) {
        DestinationEntry entry =
                DestinationEntry.of(DomainPattern.parse(domain)).with(DestinationSetting.BOUNCE_VERIFICATION, true);
        return Policy.defaults()
                .with(new DestinationControls(
                        DestinationProfile.defaults(), List.of(entry), new DestinationControls.Global(null, false)));
    }
}
