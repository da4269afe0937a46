package org.danegate.access;

/// The kind of sender of a request, as far as the session tells.
enum Sender {
    STRANGER,
    SOMEBODY,
    UPLOADING;

    /// The most octets of a body.
    long most() {
        return switch (this) {
            case STRANGER -> ConsoleLimits.STRANGERS_BODY;
            case SOMEBODY -> ConsoleLimits.FORM;
            // The form's own limits apply; a violation leads back to the form.
            case UPLOADING -> Long.MAX_VALUE;
        };
    }

    ConsoleConnection.Stage stage() {
        return this == STRANGER ? ConsoleConnection.Stage.STRANGER : ConsoleConnection.Stage.SOMEBODY;
    }
}
