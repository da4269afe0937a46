package org.danegate.fetch;

import java.time.Duration;
import org.danegate.address.DomainName;
import org.jspecify.annotations.Nullable;

/// A request to a server.
///
/// @param host name of the server, for SNI, `Host` and the certificate
/// @param port 1 to 65535
/// @param path with a leading slash, and the query if there is one
/// @param body what is posted; null for GET
/// @param within the most time for everything: lookup, connection, TLS, request and answer
/// @param mostOctets of the answer's body
/// @param verified whether the server's certificate must be valid and name it
public record HttpsRequest(
        DomainName host,
        int port,
        String path,
        @Nullable Body body,
        Duration within,
        int mostOctets,
        boolean verified) {

    /// What is posted.
    ///
    /// @param type media type
    /// @param octets at most a few megabytes
    @SuppressWarnings("ArrayRecordComponent")
    public record Body(String type, byte[] octets) {}

    /// A GET request.
    public static HttpsRequest get(DomainName host, int port, String path, Duration within, int mostOctets) {
        return new HttpsRequest(host, port, path, null, within, mostOctets, true);
    }

    /// A POST request.
    public static HttpsRequest post(
            DomainName host, int port, String path, Body body, Duration within, int mostOctets) {
        return new HttpsRequest(host, port, path, body, within, mostOctets, true);
    }

    /// The same request to a server with any certificate: only for what may be public, and need not come from it.
    public HttpsRequest unverified() {
        return new HttpsRequest(host, port, path, body, within, mostOctets, false);
    }
}
