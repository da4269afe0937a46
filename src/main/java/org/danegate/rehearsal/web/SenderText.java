package org.danegate.rehearsal.web;

import org.danegate.address.MailAddress;

/// The envelope sender that a dry run is for, as typed.
final class SenderText {

    private SenderText() {}

    /// Whether a text is a mail address, or empty for mail of any sender.
    static boolean isSender(String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            return true;
        }
        try {
            MailAddress.parse(text);
            return true;
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }
}
