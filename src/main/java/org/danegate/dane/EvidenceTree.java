package org.danegate.dane;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.danegate.address.AddressText;
import org.danegate.address.ShortText;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.dane.Evidence.CertificateFacts;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.EvidenceNode.Fact;
import org.danegate.dane.HostEvidence.TlsaLookup;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.Provenance;
import org.danegate.dns.answer.TlsaRecord;
import org.jspecify.annotations.Nullable;

/// Builds the tree of the evidence.
final class EvidenceTree {

    /// Records of an answer that are shown, and characters of each record: the owner of the zone decides how many
    /// there are.
    private static final int MOST_RECORDS = 50;

    private static final int MOST_IN_RECORD = 1000;

    private EvidenceTree() {}

    static EvidenceNode of(Evidence evidence) {
        List<EvidenceNode> children = new ArrayList<>();
        if (evidence.route() != null) {
            children.add(leaf("route", "SMTP route", null, evidence.route(), List.of()));
        }
        DomainEvidence domain = evidence.domain();
        if (domain != null) {
            children.add(answer("mx", domain.mx(), EvidenceTree::mxText));
        }
        evidence.hosts().forEach(h -> children.add(host(h)));
        return new EvidenceNode(
                "destination",
                evidence.destination(),
                evidence.action().name(),
                evidence.reason(),
                List.of(
                        new Fact("DANE Support", evidence.support().label()),
                        new Fact(
                                "At",
                                evidence.at().truncatedTo(ChronoUnit.SECONDS).toString())),
                children);
    }

    private static EvidenceNode host(HostResult result) {
        List<EvidenceNode> children = new ArrayList<>();
        HostEvidence dns = result.dns();
        List<Fact> facts = new ArrayList<>();
        if (dns != null) {
            facts.add(new Fact("Preference", String.valueOf(dns.preference())));
            addIfAsked(children, "a", dns.ipv4(), AddressText::of);
            addIfAsked(children, "aaaa", dns.ipv6(), AddressText::of);
            addIfAsked(children, "cname", dns.alias(), Object::toString);
            for (TlsaLookup lookup : dns.tlsa()) {
                children.add(answer("tlsa", lookup.answer(), TlsaRecord::text));
            }
        }
        children.add(leaf("plan", "Plan", planWord(result.plan()), result.plan().reason(), List.of()));
        result.addresses().forEach(a -> children.add(address(a)));
        return new EvidenceNode("host", "Host " + result.host(), null, result.outcome(), facts, children);
    }

    private static <T> void addIfAsked(
            List<EvidenceNode> children, String kind, @Nullable Answer<T> answer, Function<T, String> text) {
        if (answer != null) {
            children.add(answer(kind, answer, text));
        }
    }

    private static <T> EvidenceNode answer(String kind, Answer<T> answer, Function<T, String> text) {
        Provenance from = answer.provenance();
        List<Fact> facts = new ArrayList<>();
        if (answer instanceof Answer.Found<T> found) {
            found.records().stream()
                    .limit(MOST_RECORDS)
                    .forEach(r -> facts.add(new Fact("Record", ShortText.of(text.apply(r), MOST_IN_RECORD))));
            if (found.records().size() > MOST_RECORDS) {
                facts.add(new Fact("Record", "… and " + (found.records().size() - MOST_RECORDS) + " more records"));
            }
            found.aliases().forEach(alias -> facts.add(new Fact("Alias", alias.ascii())));
        }
        if (answer instanceof Answer.Denied<T> denied) {
            facts.add(new Fact("Denial", denied.secure() ? "SECURE" : "INSECURE"));
        }
        if (answer instanceof Answer.Failed<T> failed) {
            facts.add(new Fact("Failure", failed.failure().name()));
        }
        addFact(facts, "Resolver", from.resolver());
        addFact(facts, "Signer", from.signer());
        addFact(facts, "Algorithm", from.algorithm());
        facts.add(new Fact("TTL", from.ttl().toSeconds() + " s"));
        facts.add(new Fact("Took", from.cached() ? "cached" : from.elapsed().toMillis() + " ms"));
        String label = kind.toUpperCase(Locale.ROOT) + " " + answer.question().name();
        return leaf(kind, label, answer.status().name(), from.reason(), facts);
    }

    private static EvidenceNode address(AddressResult result) {
        List<EvidenceNode> children = new ArrayList<>();
        Evidence.TlsFacts tls = result.tls();
        if (tls != null) {
            List<Fact> facts = new ArrayList<>();
            facts.add(new Fact("Protocol", tls.protocol()));
            addFact(facts, "Cipher", tls.cipher().isEmpty() ? null : tls.cipher());
            addFact(facts, "SNI", tls.sni() == null ? null : tls.sni().ascii());
            List<EvidenceNode> chain =
                    tls.chain().stream().map(EvidenceTree::certificate).toList();
            children.add(new EvidenceNode("tls", "TLS", null, "", facts, chain));
        }
        DaneVerdict verdict = result.verdict();
        if (verdict != null) {
            children.add(verdict(verdict, tls != null));
        }
        String label = AddressText.of(result.address()) + " port " + result.port();
        return new EvidenceNode("address", label, null, result.outcome(), List.of(), children);
    }

    /// @param presented false when the server presented no certificates under TLS
    private static EvidenceNode verdict(DaneVerdict verdict, boolean presented) {
        return switch (verdict) {
            case DaneVerdict.Success s ->
                leaf(
                        "verdict",
                        "Certificate",
                        "SUCCESS",
                        s.reason(),
                        List.of(
                                new Fact(
                                        "Matched record",
                                        ShortText.of(s.record().text(), MOST_IN_RECORD)),
                                new Fact("Depth", String.valueOf(s.depth()))));
            case DaneVerdict.Failed f ->
                leaf("verdict", presented ? "Certificate" : "TLS", "FAILED", f.reason(), List.of());
            case DaneVerdict.NotChecked n -> leaf("verdict", "Certificate", "NOT_CHECKED", n.reason(), List.of());
        };
    }

    private static EvidenceNode certificate(CertificateFacts c) {
        return leaf(
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

    private static String mxText(MxRecord mx) {
        return mx.preference() + " " + mx.target();
    }

    private static void addFact(List<Fact> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.add(new Fact(name, value));
        }
    }

    private static EvidenceNode leaf(
            String kind, String label, @Nullable String status, String detail, List<Fact> facts) {
        return new EvidenceNode(kind, label, status, detail, facts, List.of());
    }
}
