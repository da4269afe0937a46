package org.danegate.https;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.danegate.certificate.CertificateFolder;
import org.danegate.certificate.InstalledCertificate;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// A certificate with its key, read from the files and tried out: a handshake with them succeeded.
///
/// @param name its name on *Network > Certificates*
/// @param store certificate, chain and key, under an empty password
/// @param hosts the host names that it is valid for, in lower case; one may begin with `*.`
/// @param selfSigned whether nobody but itself vouches for it
/// @param doubt why browsers refuse it all the same, such as its expiry; null when nothing speaks against it
record ServingPair(
        String name,
        KeyStore store,
        X509Certificate own,
        Set<String> hosts,
        boolean selfSigned,
        @Nullable Wording doubt) {

    private static final int DNS_NAME = 2;
    private static final String FOR_SERVERS = "1.3.6.1.5.5.7.3.1";
    private static final String FOR_ALL = "2.5.29.37.0";

    /// What the files hold.
    sealed interface Found {

        record Usable(ServingPair pair) implements Found {}

        /// TLS cannot be spoken with it.
        record Broken(Wording reason) implements Found {}
    }

    /// Reads the files of a certificate and tries them out.
    static Found read(CertificateFolder folder, String name, Instant now) {
        if (!folder.has(name)) {
            return new Found.Broken(Wording.of("https.broken.missing", name));
        }
        try {
            KeyStore store = folder.store(name);
            if (!(store.getCertificate(store.aliases().nextElement()) instanceof X509Certificate own)) {
                return new Found.Broken(Wording.of("https.broken.unreadable", name));
            }
            TrialHandshake.with(store);
            boolean selfSigned = own.getIssuerX500Principal().equals(own.getSubjectX500Principal());
            return new Found.Usable(new ServingPair(name, store, own, hosts(own), selfSigned, doubt(own, name, now)));
        } catch (SSLException refused) {
            return new Found.Broken(Wording.of("https.broken.handshake", name));
        } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
            return new Found.Broken(Wording.of("https.broken.unreadable", name));
        }
    }

    private static Set<String> hosts(X509Certificate own) throws CertificateParsingException {
        Set<String> hosts = new HashSet<>();
        for (List<?> name : Objects.requireNonNullElse(own.getSubjectAlternativeNames(), List.<List<?>>of())) {
            if (name.getFirst().equals(DNS_NAME)) {
                hosts.add(String.valueOf(name.getLast()).toLowerCase(Locale.ROOT));
            }
        }
        return Set.copyOf(hosts);
    }

    private static @Nullable Wording doubt(X509Certificate own, String name, Instant now)
            throws CertificateParsingException {
        if (own.getNotAfter().toInstant().isBefore(now)) {
            return Wording.of("https.doubt.expired", name);
        }
        if (own.getNotBefore().toInstant().isAfter(now)) {
            return Wording.of("https.doubt.not-yet", name);
        }
        List<String> purposes = own.getExtendedKeyUsage();
        return purposes == null || purposes.contains(FOR_SERVERS) || purposes.contains(FOR_ALL)
                ? null
                : Wording.of("https.doubt.purpose", name);
    }

    /// Whether it is valid for a host name (RFC 9525 section 6.3: a wildcard is the whole first label).
    boolean isFor(String host) {
        int dot = host.indexOf('.');
        return hosts.contains(host) || dot > 0 && hosts.contains("*" + host.substring(dot));
    }

    /// Whether both are the same certificate with the same chain; a certificate has only one key.
    boolean same(ServingPair other) {
        try {
            return Arrays.equals(
                    store.getCertificateChain(store.aliases().nextElement()),
                    other.store.getCertificateChain(other.store.aliases().nextElement()));
        } catch (GeneralSecurityException cannotBe) {
            throw new IllegalStateException(cannotBe);
        }
    }

    /// SHA-256 of the certificate, in pairs with colons.
    String fingerprint() {
        return new InstalledCertificate(name, List.of(own), List.of()).fingerprint();
    }

    @Override
    public String toString() {
        return "the pair " + name;
    }
}
