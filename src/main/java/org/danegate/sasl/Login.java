package org.danegate.sasl;

import java.text.Normalizer;

/// A user name and a password. Its text shows neither, so that no log can.
///
/// @param password in normalization form KC, as SASLprep prepares it (RFC 4013 2.2)
public record Login(String user, String password) {

    public Login {
        password = Normalizer.normalize(password, Normalizer.Form.NFKC);
    }

    @Override
    public String toString() {
        return "a login";
    }
}
