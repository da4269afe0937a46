package org.danegate.access;

/// A change to users that is not allowed; the message is for the person who asked for it.
public class RefusedChange extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String key;
    private final transient Object[] places;

    /// @param field the form field at fault, or empty when none is
    /// @param key of the sentence in the bundle `access`
    /// @param message the sentence in English, for scripts and logs
    /// @param places what fills the sentence's places
    public RefusedChange(String field, String key, String message, Object... places) {
        super(message);
        this.field = field;
        this.key = key;
        this.places = places.clone();
    }

    /// Key of the sentence in the bundle of texts.
    public String key() {
        return key;
    }

    /// What fills the sentence's places.
    public Object[] places() {
        return places.clone();
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
