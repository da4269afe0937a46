package org.danegate.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.address.DomainForms;
import org.danegate.address.DomainName;

/// The words typed into the search of the top bar, and how they are compared. Case, accents and the two forms of
/// internationalized names make no difference. A number matches only a whole number: 12 is not part of 1268.
public final class SearchWords {

    /// The most characters that are searched for; a mail address (RFC 5321 section 4.5.3.1) is the longest of all.
    public static final int LONGEST = 320;

    private final String text;
    private final String folded;
    private final String sought;

    private SearchWords(String text) {
        this.text = text;
        this.folded = FoldedText.of(text);
        this.sought = DomainForms.sought(text);
    }

    /// The words without blanks around them and with single blanks between them.
    public static SearchWords of(String typed) {
        return new SearchWords(typed.replaceAll("[\\s\\p{Cntrl}]+", " ").strip());
    }

    /// A piece of a shown text.
    ///
    /// @param found whether it is what was searched for
    public record Piece(String text, boolean found) {}

    /// The words themselves.
    public String text() {
        return text;
    }

    /// Whether there is something to search for.
    public boolean searchable() {
        return !text.isEmpty() && text.length() <= LONGEST;
    }

    /// Whether the words are just a number.
    public boolean number() {
        return text.matches("[0-9]+");
    }

    /// The words as an id of up to 18 digits.
    ///
    /// @param name word that may stand before the number, such as `MID`
    public OptionalLong id(String name) {
        Matcher id = Pattern.compile("(?:" + Pattern.quote(name) + "[\\s:]*)?([0-9]{1,18})", Pattern.CASE_INSENSITIVE)
                .matcher(text);
        return id.matches() ? OptionalLong.of(Long.parseLong(id.group(1))) : OptionalLong.empty();
    }

    /// The words as a mail address, the beginning of one, or a Message-ID.
    public boolean address() {
        return text.indexOf('@') >= 0 && text.indexOf(' ') < 0;
    }

    /// The words as a destination in the queue's form: A-labels in lower case, or an address literal in brackets.
    /// An IP address without brackets is none.
    public Optional<String> destination() {
        if (text.matches("\\[[0-9A-Za-z:.]{1,60}]")) {
            return Optional.of(sought);
        }
        if (text.matches(".*\\.[0-9]+")) {
            return Optional.empty();
        }
        try {
            return Optional.of(DomainName.parse(text).ascii());
        } catch (IllegalArgumentException noDomain) {
            return Optional.empty();
        }
    }

    /// The words after a verb, as in `suspend example.org`.
    ///
    /// @param verbs lists of verbs with blanks between them, one list for each language
    public Optional<SearchWords> after(Collection<String> verbs) {
        int blank = text.indexOf(' ');
        boolean begins = blank > 0
                && verbs.stream()
                        .flatMap(list -> Arrays.stream(list.split(" ")))
                        .anyMatch(verb -> FoldedText.of(verb).equals(folded.substring(0, blank)));
        return begins ? Optional.of(of(text.substring(blank + 1))) : Optional.empty();
    }

    /// Whether a text is exactly these words.
    public boolean equal(String other) {
        return FoldedText.of(other).equals(folded);
    }

    /// Whether a text contains these words.
    public boolean in(String other) {
        return position(FoldedText.of(other), 0) >= 0;
    }

    /// Whether a domain contains these words in either of its forms.
    ///
    /// @param name A-labels in lower case, or an address literal
    public boolean inDomain(String name) {
        return DomainForms.contains(name, sought) && (!number() || in(name));
    }

    private int position(String foldedText, int from) {
        int at = foldedText.indexOf(folded, from);
        while (at >= 0 && number() && cutsNumber(foldedText, at)) {
            at = foldedText.indexOf(folded, at + 1);
        }
        return at;
    }

    private boolean cutsNumber(String other, int at) {
        int end = at + folded.length();
        return at > 0 && Character.isDigit(other.charAt(at - 1))
                || end < other.length() && Character.isDigit(other.charAt(end));
    }

    /// A text in pieces, so that a page can mark what was found.
    public List<Piece> pieces(String shown) {
        List<Piece> pieces = new ArrayList<>();
        String other = FoldedText.of(shown);
        int from = 0;
        for (int at = folded.isEmpty() ? -1 : position(other, 0); at >= 0; at = position(other, from)) {
            if (at > from) {
                pieces.add(new Piece(shown.substring(from, at), false));
            }
            from = at + folded.length();
            pieces.add(new Piece(shown.substring(at, from), true));
        }
        if (from < shown.length()) {
            pieces.add(new Piece(shown.substring(from), false));
        }
        return pieces;
    }

    @Override
    public String toString() {
        return text;
    }
}
