package org.danegate.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;

/// Reads certificates and a key from PEM texts, PEM files and PKCS #12 files.
final class CertificateReading {

    /// Provides old and new ciphers of encrypted keys; it is used for nothing else.
    private static final BouncyCastleProvider CIPHERS = new BouncyCastleProvider();

    /// Most keys of a file that are decrypted: each may take seconds, and more than one is a fault anyway.
    private static final int MOST_KEYS = 3;

    private final CertificateMaterial material;
    private final List<X509Certificate> certificates = new ArrayList<>();
    private final List<PrivateKey> keys = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final KeyDerivationCost cost = new KeyDerivationCost();

    private CertificateReading(CertificateMaterial material) {
        this.material = material;
    }

    /// The objects found; the certificates in the order they were read.
    record Found(List<X509Certificate> certificates, List<PrivateKey> keys, List<Fault> faults) {
        @Override
        public String toString() {
            return certificates.size() + " certificates, " + keys.size() + " keys, " + faults;
        }
    }

    static Found of(CertificateMaterial material) {
        CertificateReading reading = new CertificateReading(material);
        reading.read();
        return new Found(List.copyOf(reading.certificates), List.copyOf(reading.keys), List.copyOf(reading.faults));
    }

    private void read() {
        if (bounded("certificate", material.certificate().length())) {
            pem("certificate", material.certificate());
        }
        if (bounded("privateKey", material.privateKey().length())) {
            pem("privateKey", material.privateKey());
        }
        byte[] file = material.file();
        if (file.length > 0 && bounded("file", file.length)) {
            String text = new String(file, StandardCharsets.ISO_8859_1);
            if (text.contains("-----BEGIN ")) {
                pem("file", text);
            } else {
                pkcs12(file);
            }
        }
    }

    private boolean bounded(String field, int size) {
        if (size > CertificateMaterial.MOST) {
            fault(field, "too-large", String.valueOf(CertificateMaterial.MOST / 1024));
        }
        return size <= CertificateMaterial.MOST;
    }

    private void pem(String field, String text) {
        if (text.isBlank()) {
            return;
        }
        int before = certificates.size() + keys.size() + faults.size();
        // Text copied from a mail or a chat may have spaces before a line, which PEM does not allow.
        String lines = String.join("\n", text.lines().map(String::strip).toList());
        try (PEMParser pem = new PEMParser(new StringReader(lines))) {
            for (Object found = pem.readObject(); found != null; found = pem.readObject()) {
                take(field, found);
            }
        } catch (IOException | RuntimeException malformed) {
            fault(field, "malformed");
        } catch (GeneralSecurityException unknown) {
            fault(field, "unknown");
        }
        if (certificates.size() + keys.size() + faults.size() == before) {
            fault(field, "no-pem");
        }
    }

    private void take(String field, Object found) throws IOException, GeneralSecurityException {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        switch (found) {
            case X509CertificateHolder holder -> certificate(holder);
            case X509TrustedCertificateBlock block -> certificate(block.getCertificateHolder());
            case PEMKeyPair pair -> keys.add(converter.getPrivateKey(pair.getPrivateKeyInfo()));
            case PrivateKeyInfo key -> keys.add(converter.getPrivateKey(key));
            case PEMEncryptedKeyPair pair -> encrypted(pair);
            case PKCS8EncryptedPrivateKeyInfo key -> encrypted(key);
            case PKCS10CertificationRequest request -> fault(field, "request");
            // Curve parameters and the like accompany keys and carry nothing of their own.
            default -> {}
        }
    }

    private void certificate(X509CertificateHolder holder) throws GeneralSecurityException {
        certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
    }

    private void encrypted(PEMEncryptedKeyPair pair) {
        if (passwordMissing()) {
            return;
        }
        try {
            PEMKeyPair clear = pair.decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                    .setProvider(CIPHERS)
                    .build(material.password().toCharArray()));
            keys.add(new JcaPEMKeyConverter().getPrivateKey(clear.getPrivateKeyInfo()));
        } catch (IOException | RuntimeException wrong) {
            fault("password", "password");
        }
    }

    private void encrypted(PKCS8EncryptedPrivateKeyInfo key) {
        if (passwordMissing() || !affordable(key.toASN1Structure())) {
            return;
        }
        try {
            PrivateKeyInfo clear = key.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                    .setProvider(CIPHERS)
                    .build(material.password().toCharArray()));
            keys.add(new JcaPEMKeyConverter().getPrivateKey(clear));
        } catch (PKCSException | OperatorCreationException | IOException | RuntimeException wrong) {
            fault("password", "password");
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
            fault("password", "too-hard", String.valueOf(KeyDerivationCost.MOST_ITERATIONS));
        }
        return affordable;
    }

    private boolean passwordMissing() {
        if (material.password().isEmpty()) {
            fault("password", "password-needed");
        }
        return material.password().isEmpty();
    }

    private void pkcs12(byte[] file) {
        if (!cost.add(file)) {
            fault("file", "too-hard", String.valueOf(KeyDerivationCost.MOST_ITERATIONS));
            return;
        }
        char[] password = material.password().toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(file), password);
            for (String alias : Collections.list(store.aliases())) {
                entry(store, alias, password);
            }
            if (keys.isEmpty()) {
                fault("file", "no-key-in-file");
            }
        } catch (IOException unreadable) {
            boolean wrong = unreadable.getCause() instanceof UnrecoverableKeyException;
            if (wrong) {
                fault("password", material.password().isEmpty() ? "password-needed" : "password");
            } else {
                fault("file", "no-file");
            }
        } catch (GeneralSecurityException | RuntimeException unreadable) {
            fault("file", "no-file");
        }
    }

    private void entry(KeyStore store, String alias, char[] password) throws GeneralSecurityException {
        if (keys.size() < MOST_KEYS
                && store.isKeyEntry(alias)
                && store.getKey(alias, password) instanceof PrivateKey key) {
            keys.add(key);
            for (Certificate one : store.getCertificateChain(alias)) {
                certificates.add((X509Certificate) one);
            }
        } else if (store.getCertificate(alias) instanceof X509Certificate other) {
            certificates.add(other);
        }
    }

    private void fault(String field, String code, String... places) {
        faults.add(Fault.error(field, Wording.of("certificate.fault." + code, (Object[]) places)));
    }
}
