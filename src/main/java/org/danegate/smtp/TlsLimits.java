package org.danegate.smtp;

/// Limits on what a peer may ask of the platform's TLS: the length of its chain, and one handshake for a client,
/// because each further one costs the server ten times what it costs the client. The platform's own limit of 10
/// certificates blocked the mail of destinations whose chain is longer and whose TLSA record matched its first
/// certificate. The platform reads its limits once, at the first TLS of the process: set them before that.
public final class TlsLimits {

    /// Most certificates read of a chain.
    public static final int MOST_CERTIFICATES = 32;

    /// Most octets of one handshake message: enough for a chain of that many certificates with RSA keys of 4096
    /// bits, and room to spare.
    private static final int LONGEST_MESSAGE = 256 * 1024;

    private TlsLimits() {}

    /// Sets the limits that are not set on the command line.
    public static void set() {
        put("jdk.tls.client.maxInboundCertificateChainLength", MOST_CERTIFICATES);
        put("jdk.tls.maxHandshakeMessageSize", LONGEST_MESSAGE);
        put("jdk.tls.rejectClientInitiatedRenegotiation", true);
    }

    private static void put(String property, Object value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, String.valueOf(value));
        }
    }
}
