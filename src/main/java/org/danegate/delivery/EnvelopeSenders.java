package org.danegate.delivery;

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
}
