package org.danegate.tagging;

/// Checks the tag of an address that receives returned mail.
@FunctionalInterface
public interface TagCheck {

    /// For a host without keys: no address carries one of our tags.
    TagCheck NO_KEYS = address -> new Result.NotTagged();

    /// Checks an address as given in RCPT, without angle brackets.
    Result of(String address);

    /// What the check of a tag found.
    sealed interface Result {

        /// The address has no tag of the form `prvs=KDDDSSSSSS=`.
        record NotTagged() implements Result {}

        /// The tag was made here and is still valid.
        ///
        /// @param original the address without its tag
        record Valid(String original) implements Result {}

        /// The tag was made here, longer ago than the seven days for which it was valid.
        record Expired() implements Result {}

        /// The tag names an existing key but was not made with it.
        record Forged() implements Result {}

        /// The tag names a key that does not exist here: it was purged, or belongs to another host.
        record UnknownKey() implements Result {}
    }
}
