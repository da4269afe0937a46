package org.danegate.listener;

import org.danegate.address.MailAddress;
import org.danegate.tagging.TagCheck;

/// A recipient after the check of its tag.
///
/// @param address without its tag when that is valid, else as given
/// @param verified whether it had a valid tag: the mail replies to a message sent from here
record ReturnAddress(MailAddress address, boolean verified) {

    static ReturnAddress of(MailAddress given, TagCheck tags) {
        return switch (tags.of(given.text())) {
            case TagCheck.Result.Valid valid ->
                new ReturnAddress(new MailAddress(valid.original(), given.domain()), true);
            case TagCheck.Result.NotTagged ignored -> new ReturnAddress(given, false);
            case TagCheck.Result.Expired ignored -> new ReturnAddress(given, false);
            case TagCheck.Result.Forged ignored -> new ReturnAddress(given, false);
            case TagCheck.Result.UnknownKey ignored -> new ReturnAddress(given, false);
        };
    }
}
