package org.danegate.listener;

/// Thrown when a command line breaks the grammar; carries the reply.
final class SyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    final transient Reply reply;

    SyntaxException(Reply reply) {
        super(reply.wire(), null, false, false);
        this.reply = reply;
    }
}
