package org.danegate.dns;

/// Receives reports of datagrams that came from a server's address but did not answer its question.
@FunctionalInterface
public interface ForgeryNews {

    /// Called after each question that received such datagrams; by many threads at once.
    ///
    /// @param server as {@link ServerHealth#name} has it
    /// @param datagrams how many were dropped, one or more
    void dropped(String server, int datagrams);
}
