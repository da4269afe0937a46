package org.danegate.certificate;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Presents a client's one certificate, whatever a server asks for.
final class ShownToAll extends X509ExtendedKeyManager {

    private final X509ExtendedKeyManager keys;
    private final String alias;

    ShownToAll(X509ExtendedKeyManager keys, String alias) {
        this.keys = keys;
        // The platform's manager may rename an entry.
        this.alias = keys.getPrivateKey(alias) == null ? "1.0." + alias : alias;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias;
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias;
    }

    @Override
    public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
        return new String[] {alias};
    }

    @Override
    public X509Certificate[] getCertificateChain(String name) {
        X509Certificate[] chain = keys.getCertificateChain(name);
        return chain == null ? new X509Certificate[0] : chain;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String name) {
        return keys.getPrivateKey(name);
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }
}
