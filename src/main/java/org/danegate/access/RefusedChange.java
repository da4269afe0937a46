package org.danegate.access;

/// A change to users that is not allowed; the message is for the person who asked for it.
public class RefusedChange extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;

    /// @param field the form field at fault, or empty when none is
    public RefusedChange(String field, String message) {
        super(message);
        this.field = field;
    }

    /// The form field at fault, or empty when none is.
    public String field() {
        return field;
    }

    /// The message; never null.
    public String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
