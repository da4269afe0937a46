package beside;

/// One of the two servers that are measured.
interface MailServer extends AutoCloseable {

    /// Port at 127.0.0.1 that accepts mail.
    int port();

    /// Seconds of processor time so far, over all processes of the server.
    double cpuSeconds();

    /// Octets of memory now, over all processes of the server; pages that several share count in part (PSS).
    long memory();

    /// Recipients in its queue now.
    long waiting() throws Exception;

    @Override
    void close() throws Exception;
}
