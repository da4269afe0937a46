package org.danegate.console;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/// The menu that a user sees: the entries that the rooms contribute and that the user's role may open.
@Component
class FrameMenu {

    private final List<MenuEntry> entries;
    private final FrameUsers users;
    private final MessageSource texts;

    FrameMenu(ObjectProvider<MenuEntry> entries, FrameUsers users, MessageSource texts) {
        this.entries = entries.stream()
                .sorted(Comparator.comparingInt(MenuEntry::order))
                .toList();
        this.users = users;
        this.texts = texts;
    }

    /// Sections with at least one entry, in the order of the menu.
    ///
    /// @param address the page that is shown, whose entry is marked
    List<Frame.Group> of(Authentication authentication, String address, Locale locale) {
        return Arrays.stream(MenuSection.values())
                .map(section -> new Frame.Group(
                        name(section, locale),
                        entries.stream()
                                .filter(entry -> entry.section() == section)
                                .filter(entry -> users.mayOpen(authentication, entry))
                                .map(entry -> new Frame.Entry(name(entry, locale), entry.path(), entry.covers(address)))
                                .toList()))
                .filter(group -> !group.entries().isEmpty())
                .toList();
    }

    private String name(MenuSection section, Locale locale) {
        return text(section.key(), section.label(), locale);
    }

    private String name(MenuEntry entry, Locale locale) {
        return text(entry.key(), entry.label(), locale);
    }

    private String text(String key, String otherwise, Locale locale) {
        String text = texts.getMessage(key, null, otherwise, locale);
        return text == null ? otherwise : text;
    }
}
