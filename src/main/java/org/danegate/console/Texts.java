package org.danegate.console;

import org.springframework.context.MessageSource;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.i18n.LocaleContextHolder;

/// Texts in the language of the request being answered, for sentences that a controller says: flash lines, notices,
/// table files' faults. Templates name their keys themselves.
public final class Texts {

    private final MessageSource bundles;

    /// @param bundles texts by key
    public Texts(MessageSource bundles) {
        this.bundles = bundles;
    }

    /// The text of a key with its places filled, or another text where no bundle has the key.
    public String orElse(String otherwise, String key, Object... places) {
        String text = bundles.getMessage(key, places, otherwise, LocaleContextHolder.getLocale());
        return text == null ? otherwise : text;
    }

    /// The text of a key with its places filled.
    ///
    /// @throws org.springframework.context.NoSuchMessageException where no bundle has the key
    public String of(String key, Object... places) {
        return bundles.getMessage(key, places, LocaleContextHolder.getLocale());
    }

    /// The text of what names its own key, or its default text.
    public String of(MessageSourceResolvable text) {
        return bundles.getMessage(text, LocaleContextHolder.getLocale());
    }
}
