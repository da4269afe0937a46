package org.danegate.dane;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node of the evidence tree.
///
/// @param kind subject of the node: `destination`, `mx`, `host`, `address`, `a`, `aaaa`, `cname`, `tlsa`, `tls`,
///     `certificate`, `plan`, `verdict`, `route`, `sts`, `sts-host`, `sts-verdict`
/// @param label short name, such as `MX mail.example.org`
/// @param status word such as `SECURE`, `BOGUS`, `DANE_FAIL`; null where none applies
/// @param detail one sentence, may be empty
/// @param facts name and value pairs in order, such as resolver, TTL, signer
/// @param children parts, in order
public record EvidenceNode(
        String kind,
        String label,
        @Nullable String status,
        String detail,
        List<Fact> facts,
        List<EvidenceNode> children) {

    public EvidenceNode {
        facts = List.copyOf(facts);
        children = List.copyOf(children);
    }

    /// A node without parts.
    static EvidenceNode leaf(String kind, String label, @Nullable String status, String detail, List<Fact> facts) {
        return new EvidenceNode(kind, label, status, detail, facts, List.of());
    }

    /// A named value.
    public record Fact(String name, String value) {}
}
