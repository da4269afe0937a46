package org.danegate.https;

/// How the console is served by HTTPS.
///
/// @param certificate name of the certificate of *Network > Certificates*; empty: HTTP only
/// @param address address of this machine to listen on, `0.0.0.0` or `::` for all; empty: the address of HTTP
/// @param port its port, 1 to 65535
/// @param redirect whether requests in clear are sent to HTTPS
/// @param strict what browsers are told about staying with HTTPS
/// @param seen whether a user has been there by HTTPS since it listens where it does: only then are requests
///     redirected, so that nobody is sent to a place that does not answer
public record HttpsSettings(
        String certificate, String address, int port, boolean redirect, StrictTransport strict, boolean seen) {

    /// The port as long as nobody chooses one.
    public static final int PORT = 8443;

    private static final HttpsSettings DEFAULTS = new HttpsSettings("", "", PORT, true, StrictTransport.NONE, false);

    /// HTTP only.
    public static HttpsSettings defaults() {
        return DEFAULTS;
    }

    /// Whether the console is to be served by HTTPS.
    public boolean on() {
        return !certificate.isEmpty();
    }

    /// Whether both listen at the same place.
    boolean samePlace(HttpsSettings other) {
        return on() == other.on() && address.equals(other.address) && port == other.port;
    }

    HttpsSettings seen(boolean now) {
        return new HttpsSettings(certificate, address, port, redirect, strict, now);
    }
}
