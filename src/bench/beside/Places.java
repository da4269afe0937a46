package beside;

/// The addresses and ports of a run. All of them are loopback within the benchmark's own network namespace.
final class Places {

    static final int DANEGATE_SMTP = 2525;
    static final int DANEGATE_HTTP = 8080;
    static final int POSTFIX_SMTP = 2526;
    static final int DNS = 53;
    static final int AUTHORITY = 5353;
    static final int SINK_SMTP = 25;
    static final int SINK_TLS = 465;

    /// The sink speaks clear text at every address but those that begin with [#TLS_PREFIX].
    static final String CLEAR = "127.0.1.1";

    static final String TLS_PREFIX = "127.0.2.";
    static final String TLS = TLS_PREFIX + "1";
    static final String DANE = TLS_PREFIX + "2";
    static final String DANE_WRONG = TLS_PREFIX + "3";

    /// Nobody listens at [#REFUSING_PORT]; at [#SILENT_PORT] the kernel drops every SYN.
    static final String DEAD = "127.0.9.1";

    static final int REFUSING_PORT = 2800;
    static final int SILENT_PORT = 2700;
    static final int DESTINATIONS = 1000;

    private Places() {}

    /// The domain of destination `n` of the case with many of them.
    static String manyDomain(int n) {
        return "d" + n % DESTINATIONS + ".many.test";
    }

    static String manyAddress(int n) {
        return "127.1." + n / 250 + "." + (n % 250 + 1);
    }
}
