package org.danegate.dns;

/// Who wants to hear of datagrams that came in a server's name and were no answers to what it was asked.
@FunctionalInterface
public interface ForgeryNews {

    /// Called after each question that such datagrams came to, by many threads at once.
    ///
    /// @param server as {@link ServerHealth#name} has it
    /// @param datagrams how many were dropped, one or more
    void dropped(String server, int datagrams);
}
