package org.danegate.console;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.danegate.wording.Wording;
import org.springframework.context.MessageSource;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.DefaultMessageSourceResolvable;

/// Texts in the language of the current request, for sentences that a controller writes: flash lines, notices, faults
/// of table files. Templates name their keys themselves.
public final class Texts {

    private final MessageSource bundles;

    /// @param bundles texts by key
    public Texts(MessageSource bundles) {
        this.bundles = bundles;
    }

    /// The text of a key with its places filled, or the fallback text when no bundle has the key.
    public String orElse(String otherwise, String key, Object... places) {
        String text = bundles.getMessage(key, places, otherwise, LocaleContextHolder.getLocale());
        return text == null ? otherwise : text;
    }

    /// The text of a key in the language of the request and in English, for words that people type: they may have
    /// them from the appliance's documents.
    ///
    /// @throws org.springframework.context.NoSuchMessageException when no bundle has the key
    public Set<String> withEnglish(String key) {
        Set<String> both = new LinkedHashSet<>();
        both.add(of(key));
        both.add(bundles.getMessage(key, null, Locale.ENGLISH));
        return both;
    }

    /// The text of a key with its places filled.
    ///
    /// @throws org.springframework.context.NoSuchMessageException when no bundle has the key
    public String of(String key, Object... places) {
        return bundles.getMessage(key, places, LocaleContextHolder.getLocale());
    }

    /// A sentence of any room.
    public String of(Wording wording) {
        return of(resolvable(wording));
    }

    /// Wraps a sentence so that Spring words it in the reader's language, with the wordings in its places.
    public static MessageSourceResolvable resolvable(Wording wording) {
        Object[] places = wording.arguments().stream()
                .map(a -> a instanceof Wording inner ? resolvable(inner) : a)
                .toArray();
        return new DefaultMessageSourceResolvable(new String[] {wording.code()}, places, null);
    }

    /// The text for an object that names its own key, or its default text.
    public String of(MessageSourceResolvable text) {
        return bundles.getMessage(text, LocaleContextHolder.getLocale());
    }
}
