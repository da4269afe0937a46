package org.danegate.certificate;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.danegate.policy.InstalledNames;

/// Certificates that Danegate presents, to senders as a server and to receivers as a client. Each is a pair of PEM
/// files in one folder, `NAME.crt.pem` (the chain, own certificate first) and `NAME.key.pem`. Listeners without a named
/// certificate use `self-signed`, which is made once and kept.
public final class CertificateFolder implements InstalledNames {

    /// Name of the certificate that listeners without a named one present.
    public static final String SELF_SIGNED = "self-signed";

    private static final String OWN = "own";
    private static final Duration SELF_SIGNED_VALIDITY = Duration.ofDays(3650);

    private final PemFiles files;
    private final String hostname;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> readers = new CopyOnWriteArrayList<>();

    /// @param hostname host name in the self-signed certificate
    public CertificateFolder(Path folder, String hostname) {
        this.files = new PemFiles(folder);
        this.hostname = hostname;
    }

    /// Finishes a change that a crash cut short. Call it once, before anything is read.
    ///
    /// @throws IOException when the folder cannot be read or written
    public void finishChanges() throws IOException {
        files.finish();
    }

    /// Whether the name is valid for a certificate: 1 to 64 letters, digits, `.`, `_` and `-`, the first one a
    /// letter or digit.
    public static boolean isName(String name) {
        return name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    }

    /// Registers a reader to call after each change made by this class, so that it reads the files again. A manual
    /// change to the files takes effect only at the next commit.
    public void onChange(Runnable reader) {
        readers.add(reader);
    }

    /// Whether the folder holds a certificate and key of that name.
    public boolean has(String name) {
        return isName(name) && files.has(name);
    }

    @Override
    public List<String> names() {
        try {
            return files.names().stream().filter(CertificateFolder::isName).toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /// The named certificate, followed by the certificates that lead to its root.
    ///
    /// @throws IOException when the file cannot be read
    /// @throws GeneralSecurityException when it holds no certificate
    public List<X509Certificate> chain(String name) throws IOException, GeneralSecurityException {
        return PemText.chain(files.certificate(name));
    }

    /// Stores a certificate and its key under the name, replacing any existing pair.
    ///
    /// @throws IOException when the files cannot be written
    /// @throws GeneralSecurityException when the certificate or key has no encoding
    void put(String name, List<X509Certificate> chain, PrivateKey key) throws IOException, GeneralSecurityException {
        lock.lock();
        try {
            files.write(name, chain, key);
        } finally {
            lock.unlock();
        }
        readers.forEach(Runnable::run);
    }

    void delete(String name) throws IOException {
        lock.lock();
        try {
            files.delete(name);
        } finally {
            lock.unlock();
        }
        readers.forEach(Runnable::run);
    }

    /// A store in memory that contains only the named certificate with its chain and key, under an empty password.
    ///
    /// @throws IOException when the files cannot be read
    /// @throws GeneralSecurityException when they hold no certificate and key that fit
    public KeyStore store(String name) throws IOException, GeneralSecurityException {
        char[] none = new char[0];
        // JKS, because it stays in memory: a PKCS #12 store would stretch a password at each start of
        // a listener.
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, none);
        // The lock makes sure that certificate and key belong together.
        lock.lock();
        try {
            store.setKeyEntry(OWN, privateKey(name), none, chain(name).toArray(Certificate[]::new));
        } finally {
            lock.unlock();
        }
        return store;
    }

    /// Keys for a TLS context that presents the named certificate.
    ///
    /// @throws IOException when the files cannot be read
    /// @throws GeneralSecurityException when they hold no certificate and key that fit
    public KeyManager[] keys(String name) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(name), new char[0]);
        return keys.getKeyManagers();
    }

    /// Does the same for a client. Every server that asks for a certificate gets this one, whichever authorities it
    /// names, because only the server knows what it accepts.
    ///
    /// @throws IOException when the files cannot be read
    /// @throws GeneralSecurityException when they hold no certificate and key that fit
    public KeyManager[] clientKeys(String name) throws IOException, GeneralSecurityException {
        return Arrays.stream(keys(name))
                .map(k -> k instanceof X509ExtendedKeyManager own ? new ShownToAll(own, OWN) : k)
                .toArray(KeyManager[]::new);
    }

    /// Does the same for the self-signed certificate, and makes it first when the folder has none.
    ///
    /// @throws IOException when the files cannot be read or written
    /// @throws GeneralSecurityException when they hold no certificate and key that fit
    public KeyManager[] selfSigned(Instant now) throws IOException, GeneralSecurityException {
        makeSelfSigned(now);
        return keys(SELF_SIGNED);
    }

    /// Makes the self-signed certificate when the folder has none.
    ///
    /// @throws IOException when the files cannot be written
    /// @throws GeneralSecurityException when the platform cannot make the key
    public void makeSelfSigned(Instant now) throws IOException, GeneralSecurityException {
        if (!has(SELF_SIGNED)) {
            CertificateMaking.Made made =
                    CertificateMaking.selfSigned(CertificateMaking.Wish.of(hostname, SELF_SIGNED_VALIDITY), now);
            files.write(SELF_SIGNED, List.of(made.certificate()), made.key());
        }
    }

    PrivateKey privateKey(String name) throws IOException {
        return PemText.privateKey(files.key(name));
    }
}
