package org.danegate.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// The certificate authorities that are trusted: those of the platform, and further ones that the administrator names.
/// Thread-safe.
public final class PublicAuthorities {

    /// JSSE's name for a key exchange in which the certificate only signs, as in each one with forward secrecy. The
    /// name of the key's algorithm is none: `EC` is refused, and `RSA` asks for a key that may encrypt.
    private static final String SIGNATURE = "UNKNOWN";

    private final List<X509Certificate> further;
    private volatile @Nullable X509TrustManager manager;

    private PublicAuthorities(List<X509Certificate> further) {
        this.further = List.copyOf(further);
    }

    /// Those of the platform.
    public static PublicAuthorities ofPlatform() {
        return new PublicAuthorities(List.of());
    }

    /// Those of the platform, and further ones.
    public static PublicAuthorities with(List<X509Certificate> further) {
        return new PublicAuthorities(further);
    }

    /// Reads certificates of authorities.
    ///
    /// @param pem file with one certificate or several
    /// @throws IOException when the file cannot be read or has no certificate
    public static List<X509Certificate> read(Path pem) throws IOException {
        try (InputStream in = Files.newInputStream(pem)) {
            List<X509Certificate> read = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (read.isEmpty()) {
                throw new IOException(pem + " has no certificate");
            }
            return read;
        } catch (CertificateException e) {
            throw new IOException(pem + " has no certificates in PEM form: " + e.getMessage(), e);
        }
    }

    /// The platform's list is read when it is first needed: most servers start without it.
    private X509TrustManager authorities() {
        X509TrustManager known = manager;
        if (known == null) {
            known = further.isEmpty() ? managerOf(null) : managerOf(all());
            manager = known;
        }
        return known;
    }

    private KeyStore all() {
        try {
            KeyStore all = KeyStore.getInstance("PKCS12");
            all.load(null, null);
            List<X509Certificate> trusted =
                    new ArrayList<>(Arrays.asList(managerOf(null).getAcceptedIssuers()));
            trusted.addAll(further);
            for (int i = 0; i < trusted.size(); i++) {
                all.setCertificateEntry("authority-" + i, trusted.get(i));
            }
            return all;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the certificate authorities cannot be used", e);
        }
    }

    private static X509TrustManager managerOf(@Nullable KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform's certificate authorities cannot be read", e);
        }
    }

    /// Checks that an authority vouches for a server's chain now. Names are not looked at.
    ///
    /// @param chain certificates as sent, the server's own first; never empty
    /// @throws UntrustedException with the reason in words
    public void check(List<X509Certificate> chain) throws UntrustedException {
        try {
            authorities().checkServerTrusted(chain.toArray(X509Certificate[]::new), SIGNATURE);
        } catch (CertificateException e) {
            throw new UntrustedException(e, outOfDate(e));
        }
    }

    private static boolean outOfDate(Throwable e) {
        return Stream.iterate(e, t -> t != null, Throwable::getCause)
                .limit(10)
                .anyMatch(
                        t -> t instanceof CertificateExpiredException || t instanceof CertificateNotYetValidException);
    }
}
