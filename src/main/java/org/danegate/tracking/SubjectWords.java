package org.danegate.tracking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/// The words of a subject, as the index has them: in lower case, without punctuation.
public final class SubjectWords {

    /// The most words of a search that count.
    private static final int MOST = 100;

    private SubjectWords() {}

    /// Whether there is a word in a text. Punctuation, such as `*`, is none.
    public static boolean any(String text) {
        return !of(text).isEmpty();
    }

    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        try (StandardAnalyzer analyzer = new StandardAnalyzer();
                TokenStream tokens = analyzer.tokenStream(IndexFields.SUBJECT, text)) {
            CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (words.size() < MOST && tokens.incrementToken()) {
                words.add(word.toString());
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
