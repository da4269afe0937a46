package org.danegate.certificate;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.X509TrustedCertificateBlock;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/// Reads certificates and keys from PEM texts. Keys may be encrypted.
final class PemReading {

    /// Provides old and new ciphers of encrypted keys; it is used for nothing else.
    private static final BouncyCastleProvider CIPHERS = new BouncyCastleProvider();

    private final FoundObjects found;
    private final String password;
    private final KeyDerivationCost cost;

    /// @param found receives what is found
    /// @param password of encrypted keys, empty for none
    PemReading(FoundObjects found, String password, KeyDerivationCost cost) {
        this.found = found;
        this.password = password;
        this.cost = cost;
    }

    /// @param field names the text in faults
    void read(String field, String text) {
        if (text.isBlank()) {
            return;
        }
        int before = found.size();
        try {
            objects(field, text);
        } catch (IOException | RuntimeException malformed) {
            found.fault(field, "malformed");
        } catch (GeneralSecurityException unknown) {
            found.fault(field, "unknown");
        }
        if (found.size() == before) {
            found.fault(field, "no-pem");
        }
    }

    private void objects(String field, String text) throws IOException, GeneralSecurityException {
        // Text copied from a mail or a chat may have spaces before a line, which PEM does not allow.
        String lines = String.join("\n", text.lines().map(String::strip).toList());
        try (PEMParser pem = new PEMParser(new StringReader(lines))) {
            for (Object object = pem.readObject(); object != null; object = pem.readObject()) {
                take(field, object);
            }
        }
    }

    private void take(String field, Object object) throws IOException, GeneralSecurityException {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        switch (object) {
            case X509CertificateHolder holder -> certificate(holder);
            case X509TrustedCertificateBlock block -> certificate(block.getCertificateHolder());
            case PEMKeyPair pair -> found.add(converter.getPrivateKey(pair.getPrivateKeyInfo()));
            case PrivateKeyInfo key -> found.add(converter.getPrivateKey(key));
            case PEMEncryptedKeyPair pair -> encrypted(pair);
            case PKCS8EncryptedPrivateKeyInfo key -> encrypted(key);
            case PKCS10CertificationRequest request -> found.fault(field, "request");
            // Curve parameters and the like accompany keys and carry nothing of their own.
            default -> {}
        }
    }

    private void certificate(X509CertificateHolder holder) throws GeneralSecurityException {
        found.add(new JcaX509CertificateConverter().getCertificate(holder));
    }

    private void encrypted(PEMEncryptedKeyPair pair) {
        if (passwordMissing()) {
            return;
        }
        try {
            PEMKeyPair clear = pair.decryptKeyPair(
                    new JcePEMDecryptorProviderBuilder().setProvider(CIPHERS).build(password.toCharArray()));
            found.add(new JcaPEMKeyConverter().getPrivateKey(clear.getPrivateKeyInfo()));
        } catch (IOException | RuntimeException wrong) {
            found.fault("password", "password");
        }
    }

    private void encrypted(PKCS8EncryptedPrivateKeyInfo key) {
        if (passwordMissing() || !affordable(key.toASN1Structure())) {
            return;
        }
        try {
            PrivateKeyInfo clear = key.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                    .setProvider(CIPHERS)
                    .build(password.toCharArray()));
            found.add(new JcaPEMKeyConverter().getPrivateKey(clear));
        } catch (PKCSException | OperatorCreationException | IOException | RuntimeException wrong) {
            found.fault("password", "password");
        }
    }

    private boolean affordable(ASN1Object encrypted) {
        boolean affordable;
        try {
            affordable = cost.add(encrypted.getEncoded());
        } catch (IOException unreadable) {
            affordable = false;
        }
        if (!affordable) {
            found.fault("password", "too-hard", String.valueOf(KeyDerivationCost.MOST_ITERATIONS));
        }
        return affordable;
    }

    private boolean passwordMissing() {
        if (password.isEmpty()) {
            found.fault("password", "password-needed");
        }
        return password.isEmpty();
    }
}
