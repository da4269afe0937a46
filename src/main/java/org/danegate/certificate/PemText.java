package org.danegate.certificate;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/// Certificates and keys as PEM texts: those that Danegate writes, and how it reads them back.
final class PemText {

    private PemText() {}

    /// Certificates as PEM, in their order.
    static String of(List<X509Certificate> chain) throws IOException, GeneralSecurityException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate one : chain) {
            text.append(of(new PemObject("CERTIFICATE", one.getEncoded())));
        }
        return text.toString();
    }

    /// One object as PEM.
    static String of(PemObject what) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter pem = new PemWriter(text)) {
            pem.writeObject(what);
        }
        return text.toString();
    }

    /// The certificates of a file, in their order; at least one.
    ///
    /// @throws IOException when the file cannot be read
    /// @throws GeneralSecurityException when it holds no certificate
    static List<X509Certificate> chain(Path file) throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = new ArrayList<>();
        try (var in = Files.newInputStream(file)) {
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                chain.add((X509Certificate) one);
            }
        }
        if (chain.isEmpty()) {
            throw new GeneralSecurityException("no certificate in " + file.getFileName());
        }
        return chain;
    }

    /// The key of a file.
    ///
    /// @throws IOException when the file cannot be read or holds no private key
    static PrivateKey privateKey(Path file) throws IOException {
        try (PEMParser pem = new PEMParser(Files.newBufferedReader(file, StandardCharsets.US_ASCII))) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            return switch (pem.readObject()) {
                case PEMKeyPair pair -> converter.getPrivateKey(pair.getPrivateKeyInfo());
                case PrivateKeyInfo key -> converter.getPrivateKey(key);
                case null, default -> throw new IOException("no private key in " + file.getFileName());
            };
        }
    }
}
