package org.danegate.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.danegate.node.NodeStanding;
import org.danegate.node.NodeState;

/// A certificate or key that the nodes do not all have, or not the same one.
///
/// @param kind which kind it is
/// @param name name of the certificate or signing key; empty for the sealing key
/// @param lacking names of the nodes without it, sorted
/// @param fingerprints of those that have it, by node; more than one value means that they differ
public record KeyDifference(Kind kind, String name, List<String> lacking, Map<String, String> fingerprints) {

    /// Kinds of keys.
    public enum Kind {
        CERTIFICATE,
        SIGNING_KEY,
        SEALING_KEY
    }

    public KeyDifference {
        lacking = List.copyOf(lacking);
        fingerprints = Map.copyOf(fingerprints);
    }

    /// Whether nodes have different ones of that name.
    public boolean differs() {
        return fingerprints.values().stream().distinct().count() > 1;
    }

    /// Compares the nodes that run.
    static List<KeyDifference> of(List<NodeStanding> nodes) {
        List<NodeStanding> running = nodes.stream()
                .filter(node -> node.state() != NodeState.STOPPED
                        && !node.missing()
                        && node.facts().containsKey(KeyFacts.SEAL))
                .toList();
        TreeSet<String> facts = new TreeSet<>();
        running.forEach(node ->
                node.facts().keySet().stream().filter(KeyDifference::isKey).forEach(facts::add));
        List<KeyDifference> all = new ArrayList<>();
        facts.forEach(fact -> {
            KeyDifference one = compare(fact, running);
            if (one.differs() || !one.lacking().isEmpty()) {
                all.add(one);
            }
        });
        return all;
    }

    private static boolean isKey(String fact) {
        return fact.equals(KeyFacts.SEAL)
                || fact.startsWith(KeyFacts.CERTIFICATE)
                || fact.startsWith(KeyFacts.SIGNING_KEY);
    }

    private static KeyDifference compare(String fact, List<NodeStanding> running) {
        List<String> lacking = new ArrayList<>();
        Map<String, String> fingerprints = new TreeMap<>();
        running.forEach(node -> {
            String own = node.facts().get(fact);
            if (own == null) {
                lacking.add(node.name());
            } else {
                fingerprints.put(node.name() + " (" + node.number() + ")", own);
            }
        });
        Kind kind = kind(fact);
        return new KeyDifference(
                kind, name(fact, kind), lacking.stream().sorted().toList(), fingerprints);
    }

    private static Kind kind(String fact) {
        if (fact.equals(KeyFacts.SEAL)) {
            return Kind.SEALING_KEY;
        }
        return fact.startsWith(KeyFacts.CERTIFICATE) ? Kind.CERTIFICATE : Kind.SIGNING_KEY;
    }

    private static String name(String fact, Kind kind) {
        return switch (kind) {
            case CERTIFICATE -> fact.substring(KeyFacts.CERTIFICATE.length());
            case SIGNING_KEY -> fact.substring(KeyFacts.SIGNING_KEY.length());
            case SEALING_KEY -> "";
        };
    }
}
