package org.danegate.dns;

/// Where lookups tell their steps, one line each in the appliance's words (seed "depuración de registros de correo").
@FunctionalInterface
public interface QueryLog {

    /// Nobody reads.
    QueryLog NONE = (warning, line) -> {};

    /// @param warning true for level Warning, else Debug
    void line(boolean warning, String line);

    /// Datagrams that were no answers to the question came in a server's name and were dropped: late ones now and
    /// then, a forger's in numbers.
    ///
    /// @param server as {@link ServerHealth#name} has it
    /// @param datagrams one or more, to one question
    default void dropped(String server, int datagrams) {}
}
