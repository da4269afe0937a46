package org.danegate.delivery;

import org.danegate.address.MailAddress;
import org.danegate.policy.DestinationProfile;
import org.danegate.queue.Envelope;

/// Which envelope sender a message goes out with.
@FunctionalInterface
public interface EnvelopeSenders {

    /// The sender as it came in, in the form other hosts take.
    EnvelopeSenders AS_GIVEN = (envelope, profile) -> MailAddress.wireText(envelope.sender());

    /// The reverse-path for MAIL FROM, without angle brackets, empty for `<>`; at every attempt anew.
    ///
    /// @param profile the destination's
    String of(Envelope envelope, DestinationProfile profile);
}
