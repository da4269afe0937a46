package org.danegate.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;

/// Reads certificates and keys from PKCS #12 files.
final class Pkcs12Reading {

    /// Most keys of a file that are decrypted: each may take seconds, and more than one is a fault anyway.
    private static final int MOST_KEYS = 3;

    private final FoundObjects found;
    private final String password;
    private final KeyDerivationCost cost;

    /// @param found receives what is found
    /// @param password of the file, empty for none
    Pkcs12Reading(FoundObjects found, String password, KeyDerivationCost cost) {
        this.found = found;
        this.password = password;
        this.cost = cost;
    }

    void read(byte[] file) {
        if (!cost.add(file)) {
            found.fault("file", "too-hard", String.valueOf(KeyDerivationCost.MOST_ITERATIONS));
            return;
        }
        try {
            load(file, password.toCharArray());
        } catch (IOException unreadable) {
            if (unreadable.getCause() instanceof UnrecoverableKeyException) {
                found.fault("password", password.isEmpty() ? "password-needed" : "password");
            } else {
                found.fault("file", "no-file");
            }
        } catch (GeneralSecurityException | RuntimeException unreadable) {
            found.fault("file", "no-file");
        }
    }

    private void load(byte[] file, char[] secret) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(file), secret);
        for (String alias : Collections.list(store.aliases())) {
            entry(store, alias, secret);
        }
        if (found.numberOfKeys() == 0) {
            found.fault("file", "no-key-in-file");
        }
    }

    private void entry(KeyStore store, String alias, char[] secret) throws GeneralSecurityException {
        if (found.numberOfKeys() < MOST_KEYS
                && store.isKeyEntry(alias)
                && store.getKey(alias, secret) instanceof PrivateKey key) {
            found.add(key);
            for (Certificate one : store.getCertificateChain(alias)) {
                found.add((X509Certificate) one);
            }
        } else if (store.getCertificate(alias) instanceof X509Certificate other) {
            found.add(other);
        }
    }
}
