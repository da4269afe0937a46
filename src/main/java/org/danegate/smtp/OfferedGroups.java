package org.danegate.smtp;

import java.util.List;

/// The key exchange groups that were offered in one handshake. The platform does not tell which of them was agreed on,
/// nor
/// the signature scheme.
///
/// @param groups in order; empty when the platform chose them by itself
/// @param large whether there is a hybrid one among them
record OfferedGroups(PeerOffers.Offer offer, List<String> groups, boolean large) {

    private static final String UNTOLD = "; this Java does not tell which group and signature scheme were agreed on";

    OfferedGroups {
        groups = List.copyOf(groups);
    }

    /// What can be said of the key exchange in the evidence and the log; nothing is guessed.
    String words() {
        String offered = groups.isEmpty() ? "the platform's groups" : String.join(", ", groups);
        String why = offer == PeerOffers.Offer.CLASSICAL ? " (peer hung or broke off on hybrid)" : "";
        return "offered " + offered + why + UNTOLD;
    }
}
