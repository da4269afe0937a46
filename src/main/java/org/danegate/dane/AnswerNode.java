package org.danegate.dane;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.danegate.address.ShortText;
import org.danegate.dane.EvidenceNode.Fact;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.Provenance;
import org.danegate.dns.answer.Response;
import org.jspecify.annotations.Nullable;

/// The node of the evidence tree for one DNS answer.
final class AnswerNode {

    /// Records of an answer that are shown, and characters of each record: the owner of the zone decides how many
    /// there are.
    private static final int MOST_RECORDS = 50;

    private static final int MOST_IN_RECORD = 1000;

    private AnswerNode() {}

    /// @param kind of the node, the record type in lower case
    /// @param text of one record
    static <T> EvidenceNode of(String kind, Answer<T> answer, Function<T, String> text) {
        Provenance from = answer.provenance();
        List<Fact> facts = new ArrayList<>();
        switch (answer) {
            case Answer.Found<T> found -> addRecords(facts, found, text);
            case Answer.Denied<T> denied -> facts.add(new Fact("Denial", denied.secure() ? "SECURE" : "INSECURE"));
            case Answer.Failed<T> failed ->
                facts.add(new Fact("Failure", failed.failure().name()));
            case Answer.Bogus<T> bogus -> {}
        }
        addIfKnown(facts, "Resolver", from.resolver());
        addResponse(facts, from.response(), isSecure(answer));
        from.signature().ifPresent(signature -> {
            facts.add(new Fact("Signer", signature.signer()));
            facts.add(new Fact("Algorithm", signature.algorithm()));
        });
        facts.add(new Fact("TTL", from.ttl().toSeconds() + " s"));
        facts.add(new Fact("Took", from.cached() ? "cached" : from.elapsed().toMillis() + " ms"));
        String label = kind.toUpperCase(Locale.ROOT) + " " + answer.question().name();
        return EvidenceNode.leaf(kind, label, answer.status().name(), from.reason(), facts);
    }

    private static <T> void addRecords(List<Fact> facts, Answer.Found<T> found, Function<T, String> text) {
        List<T> records = found.records();
        records.stream().limit(MOST_RECORDS).forEach(r -> facts.add(new Fact("Record", recordText(text.apply(r)))));
        if (records.size() > MOST_RECORDS) {
            facts.add(new Fact("Record", "… and " + (records.size() - MOST_RECORDS) + " more records"));
        }
        found.aliases().forEach(alias -> facts.add(new Fact("Alias", alias.ascii())));
    }

    /// What explains the answer: unsigned, and read by people only.
    private static void addResponse(List<Fact> facts, Response response, boolean secure) {
        if (!response.rcode().isEmpty()) {
            facts.add(new Fact(
                    "Response code", response.rcode() + (response.authentic() ? "; the AD bit is not used" : "")));
        }
        response.errors().forEach(error -> facts.add(new Fact("Extended error", error.sentence())));
        if (!secure) {
            response.reasonCode().ifPresent(code -> facts.add(new Fact("Reason code", code)));
        }
    }

    private static boolean isSecure(Answer<?> answer) {
        return switch (answer) {
            case Answer.Found<?> found -> found.secure();
            case Answer.Denied<?> denied -> denied.secure();
            case Answer.Bogus<?> bogus -> false;
            case Answer.Failed<?> failed -> false;
        };
    }

    /// A record's text, cut.
    static String recordText(String text) {
        return ShortText.of(text, MOST_IN_RECORD);
    }

    private static void addIfKnown(List<Fact> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.add(new Fact(name, value));
        }
    }
}
