package org.danegate.dane;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.AddressText;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.dane.Evidence.CertificateFacts;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.EvidenceNode.Fact;
import org.danegate.dns.answer.TlsaRecord;

/// Builds the tree of the evidence.
final class EvidenceTree {

    private EvidenceTree() {}

    static EvidenceNode of(Evidence evidence) {
        List<EvidenceNode> children = new ArrayList<>();
        if (evidence.route() != null) {
            children.add(EvidenceNode.leaf("route", "SMTP route", null, evidence.route(), List.of()));
        }
        DomainEvidence domain = evidence.domain();
        if (domain != null) {
            children.add(AnswerNode.of("mx", domain.mx(), mx -> mx.preference() + " " + mx.target()));
        }
        StsNodes.ofDomain(evidence.hosts()).ifPresent(children::add);
        evidence.hosts().forEach(h -> children.add(host(h, evidence.route() != null)));
        Instant at = evidence.at().truncatedTo(ChronoUnit.SECONDS);
        List<Fact> facts = List.of(new Fact("DANE Support", evidence.support().label()), new Fact("At", at.toString()));
        return new EvidenceNode(
                "destination", evidence.destination(), evidence.action().name(), evidence.reason(), facts, children);
    }

    /// @param routed whether an SMTP route chose the host: then its MX column is its own
    private static EvidenceNode host(HostResult result, boolean routed) {
        List<EvidenceNode> children = new ArrayList<>();
        if (routed && !(result.plan() instanceof DanePlan.NotAsked)) {
            children.addAll(choice(result));
        }
        HostEvidence dns = result.dns();
        List<Fact> facts = new ArrayList<>();
        if (dns != null) {
            facts.add(new Fact("Preference", String.valueOf(dns.preference())));
            children.addAll(lookups(dns));
        }
        DanePlan plan = result.plan();
        children.add(EvidenceNode.leaf("plan", "Plan", planWord(plan), plan.reason(), List.of()));
        StsNodes.ofHost(result.sts()).ifPresent(children::add);
        result.addresses().forEach(a -> children.add(address(a)));
        return new EvidenceNode("host", "Host " + result.host(), null, result.outcome(), facts, children);
    }

    private static List<EvidenceNode> choice(HostResult result) {
        return switch (result.choice()) {
            case HostChoice.Configured configured ->
                List.of(EvidenceNode.leaf("mx", "MX", "CONFIGURED", "named by the SMTP route", List.of()));
            case HostChoice.ByMx by ->
                List.of(AnswerNode.of("mx", by.domain().mx(), mx -> mx.preference() + " " + mx.target()));
            case null -> List.of();
        };
    }

    /// The answers of a host; a question that was not asked has none.
    private static List<EvidenceNode> lookups(HostEvidence dns) {
        List<EvidenceNode> nodes = new ArrayList<>();
        if (dns.ipv4() != null) {
            nodes.add(AnswerNode.of("a", dns.ipv4(), AddressText::of));
        }
        if (dns.ipv6() != null) {
            nodes.add(AnswerNode.of("aaaa", dns.ipv6(), AddressText::of));
        }
        if (dns.alias() != null) {
            nodes.add(AnswerNode.of("cname", dns.alias(), Object::toString));
        }
        dns.tlsa().forEach(lookup -> nodes.add(AnswerNode.of("tlsa", lookup.answer(), TlsaRecord::text)));
        return nodes;
    }

    /// An address that was called, with its TLS and the verdicts on it.
    static EvidenceNode address(AddressResult result) {
        List<EvidenceNode> children = new ArrayList<>();
        Evidence.TlsFacts tls = result.tls();
        if (tls != null) {
            children.add(tls(tls));
        }
        DaneVerdict verdict = result.verdict();
        if (verdict != null) {
            children.add(verdict(verdict, tls != null));
        }
        if (result.sts() != null) {
            children.add(StsNodes.ofSession(result.sts()));
        }
        String label = AddressText.of(result.address()) + " port " + result.port();
        return new EvidenceNode("address", label, null, result.outcome(), List.of(), children);
    }

    private static EvidenceNode tls(Evidence.TlsFacts tls) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Protocol", tls.protocol()));
        if (!tls.cipher().isEmpty()) {
            facts.add(new Fact("Cipher", tls.cipher()));
        }
        if (tls.sni() != null) {
            facts.add(new Fact("SNI", tls.sni().ascii()));
        }
        if (!tls.keyExchange().isEmpty()) {
            facts.add(new Fact("Key exchange", tls.keyExchange()));
        }
        List<EvidenceNode> chain =
                tls.chain().stream().map(EvidenceTree::certificate).toList();
        return new EvidenceNode("tls", "TLS", null, "", facts, chain);
    }

    /// @param presented false when the server presented no certificates under TLS
    private static EvidenceNode verdict(DaneVerdict verdict, boolean presented) {
        return switch (verdict) {
            case DaneVerdict.Success s ->
                EvidenceNode.leaf(
                        "verdict",
                        "Certificate",
                        "SUCCESS",
                        s.reason(),
                        List.of(
                                new Fact(
                                        "Matched record",
                                        AnswerNode.recordText(s.record().text())),
                                new Fact("Depth", String.valueOf(s.depth()))));
            case DaneVerdict.Failed f ->
                EvidenceNode.leaf("verdict", presented ? "Certificate" : "TLS", "FAILED", f.reason(), List.of());
            case DaneVerdict.NotChecked n ->
                EvidenceNode.leaf("verdict", "Certificate", "NOT_CHECKED", n.reason(), List.of());
        };
    }

    private static EvidenceNode certificate(CertificateFacts c) {
        return EvidenceNode.leaf(
                "certificate",
                c.subject(),
                null,
                "",
                List.of(
                        new Fact("Issuer", c.issuer()),
                        new Fact("Names", String.join(", ", c.dnsNames())),
                        new Fact("Not before", c.notBefore().toString()),
                        new Fact("Not after", c.notAfter().toString()),
                        new Fact("SHA-256 of certificate", c.sha256()),
                        new Fact("SHA-256 of public key", c.spkiSha256())));
    }

    private static String planWord(DanePlan plan) {
        return switch (plan) {
            case DanePlan.NotAsked p -> "NOT_ASKED";
            case DanePlan.FallBack p -> "FALLBACK_TLS";
            case DanePlan.EncryptOnly p -> "ENCRYPT_ONLY";
            case DanePlan.Authenticate p -> "AUTHENTICATE";
            case DanePlan.Refuse p -> "DANE_FAIL";
        };
    }
}
