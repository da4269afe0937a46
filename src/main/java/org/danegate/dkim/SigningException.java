package org.danegate.dkim;

import java.io.IOException;

/// A message cannot be signed. The message says why, for people; it never contains a key.
public final class SigningException extends IOException {

    private static final long serialVersionUID = 1L;

    SigningException(String why) {
        super(why);
    }

    SigningException(String why, Throwable cause) {
        super(why, cause);
    }
}
