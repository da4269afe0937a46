package org.danegate.certificate;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/// Certificates by which Danegate shows who it is, to senders as a server and to receivers as a client: PEM files
/// `NAME.crt.pem` (the chain, own certificate first) and `NAME.key.pem` in one folder. Without a named one, listeners
/// use `self-signed`; it is made once and kept.
public final class CertificateFolder {

    private static final String OWN = "own";
    private static final String SELF_SIGNED = "self-signed";

    private final Path folder;
    private final String hostname;

    /// @param hostname name that the self-signed certificate carries
    public CertificateFolder(Path folder, String hostname) {
        this.folder = folder;
        this.hostname = hostname;
    }

    /// Whether the folder holds a certificate and key of that name.
    public boolean has(String name) {
        return name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")
                && Files.isReadable(certificate(name))
                && Files.isReadable(key(name));
    }

    /// Keys for a TLS context that presents the named certificate.
    ///
    /// @throws IOException when the files cannot be read
    /// @throws GeneralSecurityException when they hold no certificate and key that fit
    public KeyManager[] keys(String name) throws IOException, GeneralSecurityException {
        char[] none = new char[0];
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, none);
        try (var in = Files.newInputStream(certificate(name))) {
            Certificate[] chain = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(Certificate.class::cast)
                    .toArray(Certificate[]::new);
            store.setKeyEntry(OWN, privateKey(name), none, chain);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, none);
        return keys.getKeyManagers();
    }

    /// The same for a client: the certificate is shown to every server that asks for one, whichever authorities it
    /// names, as the server alone knows what it takes.
    ///
    /// @throws IOException when the files cannot be read
    /// @throws GeneralSecurityException when they hold no certificate and key that fit
    public KeyManager[] clientKeys(String name) throws IOException, GeneralSecurityException {
        return Arrays.stream(keys(name))
                .map(k -> k instanceof X509ExtendedKeyManager own ? new ShownToAll(own, OWN) : k)
                .toArray(KeyManager[]::new);
    }

    /// The same for the self-signed certificate, made now when the folder has none.
    ///
    /// @throws IOException when the files cannot be read or written
    /// @throws GeneralSecurityException when they hold no certificate and key that fit
    public KeyManager[] selfSigned(Instant now) throws IOException, GeneralSecurityException {
        if (!has(SELF_SIGNED)) {
            generate(now);
        }
        return keys(SELF_SIGNED);
    }

    private void generate(Instant now) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, hostname)
                .build();
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    subject,
                    new BigInteger(120, new SecureRandom()),
                    Date.from(now.minus(Duration.ofHours(1))),
                    Date.from(now.plus(Duration.ofDays(3650))),
                    subject,
                    pair.getPublic());
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, hostname)));
            var signed = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
            Files.createDirectories(folder);
            write(
                    key(SELF_SIGNED),
                    new PemObject("PRIVATE KEY", pair.getPrivate().getEncoded()));
            write(certificate(SELF_SIGNED), new PemObject("CERTIFICATE", signed.getEncoded()));
        } catch (OperatorCreationException signing) {
            throw new GeneralSecurityException(signing);
        }
    }

    private static void write(Path target, PemObject what) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter pem = new PemWriter(text)) {
            pem.writeObject(what);
        }
        Path fresh = Files.createTempFile(
                target.toAbsolutePath().getParent(),
                ".new",
                ".pem",
                PosixFilePermissions.asFileAttribute(Set.copyOf(PosixFilePermissions.fromString("rw-------"))));
        Files.writeString(fresh, text.toString(), StandardCharsets.US_ASCII);
        Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private PrivateKey privateKey(String name) throws IOException {
        try (PEMParser pem = new PEMParser(Files.newBufferedReader(key(name), StandardCharsets.US_ASCII))) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            Object found = pem.readObject();
            if (found instanceof PEMKeyPair pair) {
                return converter.getPrivateKey(pair.getPrivateKeyInfo());
            }
            if (found instanceof PrivateKeyInfo key) {
                return converter.getPrivateKey(key);
            }
            throw new IOException("no private key in " + name + ".key.pem");
        }
    }

    private Path certificate(String name) {
        return folder.resolve(name + ".crt.pem");
    }

    private Path key(String name) {
        return folder.resolve(name + ".key.pem");
    }
}
