package org.danegate.delivery;

import java.util.function.UnaryOperator;
import org.danegate.address.MailAddress;
import org.danegate.policy.DestinationProfile;
import org.danegate.queue.Envelope;

/// Chooses the envelope sender that a message is sent with.
@FunctionalInterface
public interface EnvelopeSenders {

    /// The sender as received, in the form that other hosts accept.
    EnvelopeSenders AS_GIVEN = (envelope, profile) -> MailAddress.wireText(envelope.sender());

    /// The reverse-path for MAIL FROM, without angle brackets, empty for `<>`. It is determined again at
    /// every attempt.
    ///
    /// @param profile the profile of the destination
    String of(Envelope envelope, DestinationProfile profile);

    /// Tags the sender when the destination's profile enables it, for mail that came in under RELAY.
    ///
    /// @param tag returns a sender with a tag
    static EnvelopeSenders tagging(UnaryOperator<String> tag) {
        return (envelope, profile) -> {
            // The tag covers the address as other hosts receive it, because that is what comes back.
            String sender = AS_GIVEN.of(envelope, profile);
            return profile.bounceVerification() && envelope.relayed() ? tag.apply(sender) : sender;
        };
    }
}
