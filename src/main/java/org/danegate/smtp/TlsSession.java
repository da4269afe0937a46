package org.danegate.smtp;

import java.security.cert.X509Certificate;
import java.util.List;

/// An established TLS session.
///
/// @param protocol such as `TLSv1.3`
/// @param cipher OpenSSL's name, such as `ECDHE-RSA-AES256-GCM-SHA384` or `TLS_AES_256_GCM_SHA384`
/// @param chain certificates as the peer sent them, its own first
public record TlsSession(String protocol, String cipher, List<X509Certificate> chain) {
    public TlsSession {
        chain = List.copyOf(chain);
    }
}
