package org.danegate.dns;

/// Receives the steps of lookups, one line each, worded as on the appliance (seed "depuración de registros de correo").
@FunctionalInterface
public interface QueryLog {

    /// A log without readers.
    QueryLog NONE = (warning, line) -> {};

    /// @param warning true for level Warning, else Debug
    void line(boolean warning, String line);

    /// Reports datagrams that came from a server's address, did not answer the question and were dropped. A few are
    /// late answers; many are forgeries.
    ///
    /// @param server as {@link ServerHealth#name} has it
    /// @param datagrams one or more, to one question
    default void dropped(String server, int datagrams) {}

    /// Reports that a server is asked a question.
    default void asked() {}
}
