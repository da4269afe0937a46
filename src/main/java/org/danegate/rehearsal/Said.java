package org.danegate.rehearsal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.wording.Wording;

/// Turns what other rooms say in English, as the log and transcripts quote it, into sentences with codes. A phrase is
/// recognized by its own English text, so the English of the sentence is always what was said, to the letter. What is
/// not
/// recognized, such as a peer's reply, stays as it is. Pure.
public final class Said {

    private static final String JOINT = "; ";

    private static final List<Phrase> PHRASES =
            SaidPhrases.ALL.stream().map(Phrase::of).toList();

    /// @param places marks of its places in the order in which they come in English
    private record Phrase(Wording wording, Pattern english, List<String> places) {

        static Phrase of(Wording wording) {
            String text = wording.english();
            StringBuilder pattern = new StringBuilder();
            List<String> places = new ArrayList<>();
            for (String piece : text.split("(?=[\u0001-\u0003])|(?<=[\u0001-\u0003])", -1)) {
                boolean place = SaidPhrases.MARKS.contains(piece);
                pattern.append(place ? "(.+?)" : Pattern.quote(piece));
                if (place) {
                    places.add(piece);
                }
            }
            return new Phrase(wording, Pattern.compile(pattern.toString(), Pattern.DOTALL), places);
        }

        Optional<Wording> in(String text) {
            Matcher found = english.matcher(text);
            if (!found.matches()) {
                return Optional.empty();
            }
            List<Object> arguments = wording.arguments().stream()
                    .map(mark -> argument(found.group(1 + places.indexOf(mark))))
                    .toList();
            Wording same = new Wording(wording.code(), arguments);
            return same.english().equals(text) ? Optional.of(same) : Optional.empty();
        }

        private static Object argument(String text) {
            return known(text).map(Object.class::cast).orElse(text);
        }
    }

    private Said() {}

    /// The sentence for what was said.
    public static Wording of(String text) {
        return known(text).orElseGet(() -> Wording.of("rehearsal.said.other", text));
    }

    private static Optional<Wording> known(String text) {
        List<Optional<Wording>> parts =
                Arrays.stream(text.split(JOINT, -1)).map(Said::phrase).toList();
        return parts.size() > 1 && parts.stream().allMatch(Optional::isPresent)
                ? parts.stream().flatMap(Optional::stream).reduce(Said::both)
                : phrase(text);
    }

    private static Optional<Wording> phrase(String text) {
        return PHRASES.stream().flatMap(phrase -> phrase.in(text).stream()).findFirst();
    }

    /// One phrase and another.
    static Wording both(Wording one, Wording other) {
        return Wording.of("rehearsal.why.both", one, other);
    }
}
