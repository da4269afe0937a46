package org.danegate.syslog;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.danegate.certificate.CertificateFolder;
import org.danegate.policy.SyslogPush;
import org.jspecify.annotations.Nullable;

/// TLS to collectors. Certificates are read for each connection, so a renewed one needs no restart.
final class CollectorTls {

    private final CertificateFolder certificates;

    CollectorTls(CertificateFolder certificates) {
        this.certificates = certificates;
    }

    /// @throws IOException when a certificate cannot be read or used
    SSLContext context(SyslogPush settings) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(settings.certificate()), trust(settings.trusted()), null);
            return context;
        } catch (GeneralSecurityException unusable) {
            throw new IOException(unusable.getMessage(), unusable);
        }
    }

    private KeyManager @Nullable [] keys(@Nullable String name) throws IOException, GeneralSecurityException {
        if (name == null) {
            return null;
        }
        if (!certificates.has(name)) {
            throw new IOException("there is no certificate named " + name);
        }
        return certificates.clientKeys(name);
    }

    private static TrustManager @Nullable [] trust(String pem) throws IOException, GeneralSecurityException {
        if (pem.isBlank()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        int number = 0;
        for (Certificate one : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
            store.setCertificateEntry("trusted" + number++, one);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
