package org.danegate.tagging;

/// Checks the tag of an address that mail comes back to.
@FunctionalInterface
public interface TagCheck {

    /// For a host without keys: no address bears a tag of ours.
    TagCheck NO_KEYS = address -> new Result.NotTagged();

    /// Judges an address as given in RCPT, without angle brackets.
    Result of(String address);

    /// What a tag says.
    sealed interface Result {

        /// There is no tag of the form `prvs=KDDDSSSSSS=`.
        record NotTagged() implements Result {}

        /// The tag was made here and is still good.
        ///
        /// @param original the address without its tag
        record Valid(String original) implements Result {}

        /// The tag was made here, more than its seven days ago.
        record Expired() implements Result {}

        /// The tag names a key that is there and was not made with it.
        record Forged() implements Result {}

        /// The tag names a key that is not there: purged, or another host's.
        record UnknownKey() implements Result {}
    }
}
