package org.danegate.dns;

import static org.danegate.fuzz.Property.holds;
import static org.danegate.fuzz.Property.oneLine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.danegate.dns.answer.Answer;

/// One answer on the way to a signed name, of any octets: whatever arrives, the lookup ends as it would have, or
/// reports that it failed. A signed name never becomes insecure, is never denied, and never has other data.
public final class ValidationFuzz {

    private static final RecordedAnswers RECORDED = RecordedAnswers.read();
    private static final List<Answer<?>> TRUTH = truth();

    private ValidationFuzz() {}

    /// @param input the first octet says which of {@link RecordedAnswers#PARTS} the others answer
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        int place = (input[0] & 0xff) % RecordedAnswers.PARTS.size();
        Answer<?> answer =
                RECORDED.lookup(RecordedAnswers.PARTS.get(place), Arrays.copyOfRange(input, 1, input.length));
        switch (answer) {
            case Answer.Found<?> found -> holds(found.secure() && same(found, TRUTH.get(place)), "found: " + found);
            case Answer.Denied<?> denied ->
                holds(
                        TRUTH.get(place) instanceof Answer.Denied<?> truth && denied.secure() == truth.secure(),
                        "denied: " + denied);
            case Answer.Bogus<?> bogus -> oneLine(bogus.provenance().reason());
            case Answer.Failed<?> failed -> oneLine(failed.provenance().reason());
        }
    }

    private static boolean same(Answer.Found<?> found, Answer<?> truth) {
        return truth instanceof Answer.Found<?> real
                && new HashSet<>(found.records()).equals(new HashSet<>(real.records()));
    }

    private static List<Answer<?>> truth() {
        List<Answer<?>> truth = new ArrayList<>();
        for (RecordedAnswers.Part part : RecordedAnswers.PARTS) {
            try {
                truth.add(RECORDED.lookup(part, RECORDED.wire(part.given())));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return truth;
    }
}
