package org.danegate.sasl;

/// A message of the other side that the mechanism does not allow, or a proof that is wrong. The text says why; it
/// contains nothing of a password.
public final class SaslException extends Exception {

    private static final long serialVersionUID = 1L;

    SaslException(String why) {
        super(why);
    }
}
