package org.danegate.smtp;

/// What a peer may ask of the platform's TLS: how long its chain may be, and that a client gets one handshake and no
/// further ones, each of which costs the server ten times what it costs the client. The platform's own limit of 10
/// certificates held the mail of destinations whose TLSA record matched the first of more. The platform reads its
/// limits once, with the first TLS of the process: whoever starts one sets them before.
public final class TlsLimits {

    /// Certificates of a chain that are read.
    public static final int MOST_CERTIFICATES = 32;

    /// Octets of one handshake message: a chain of that many with RSA keys of 4096 bits, and room to spare.
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
