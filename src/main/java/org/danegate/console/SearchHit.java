package org.danegate.console;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/// Something that the search found, or an act that it offers.
///
/// @param title its name as its page shows it
/// @param detail more about it in a few words; may be empty
/// @param address address of its page; for an act, the page where the act is confirmed
/// @param role role needed for the page, such as `OPERATOR`; null when everyone who may look there may open it:
///     Monitor is for everybody, other pages for Read-Only Operators and above
public record SearchHit(
        String title,
        String detail,
        String address,
        Certainty certainty,
        @Nullable String role) {

    /// How well the words name a hit.
    public enum Certainty {
        /// The words name exactly this, and it exists. If only one hit is exact, the search opens its page.
        EXACT,
        /// It has this name, as other things may. If there is no other hit, the search opens its page.
        NAMED,
        /// It contains the words, or is related to them.
        PART,
        /// The words would name this; only its page knows whether it exists. If there is no other hit, the
        /// search opens its page.
        UNPROVEN
    }

    /// A hit for everyone who may look at its page.
    public SearchHit(String title, String detail, String address, Certainty certainty) {
        this(title, detail, address, certainty, null);
    }

    /// An address with a value of any characters in its path.
    ///
    /// @param path with `{value}` in its place, such as `/monitor/delivery-status/{value}`
    public static String address(String path, String value) {
        return UriComponentsBuilder.fromUriString(path)
                .encode()
                .buildAndExpand(value)
                .toUriString();
    }
}
