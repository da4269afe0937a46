package beside;

/// One of the two that are measured.
interface MailServer extends AutoCloseable {

    /// Port at 127.0.0.1 that takes mail.
    int port();

    /// Seconds of processor time so far, all processes of the server.
    double cpuSeconds();

    @Override
    void close() throws Exception;
}
