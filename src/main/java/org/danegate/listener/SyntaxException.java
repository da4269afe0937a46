package org.danegate.listener;

/// A command line breaks the grammar; carries the answer.
final class SyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    final transient Reply reply;

    SyntaxException(Reply reply) {
        super(reply.wire(), null, false, false);
        this.reply = reply;
    }
}
