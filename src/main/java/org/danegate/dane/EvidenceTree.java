package org.danegate.dane;

import java.util.List;

/// Turns evidence into its tree.
final class EvidenceTree {

    private EvidenceTree() {}

    static EvidenceNode of(Evidence evidence) {
        return new EvidenceNode(
                "destination",
                evidence.destination(),
                evidence.action().name(),
                evidence.reason(),
                List.of(new EvidenceNode.Fact("DANE Support", evidence.support().label())),
                List.of());
    }
}
