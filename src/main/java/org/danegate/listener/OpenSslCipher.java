package org.danegate.listener;

/// Converts names of cipher suites to OpenSSL's names, as in the appliance's log.
final class OpenSslCipher {

    private OpenSslCipher() {}

    /// `TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384` as `ECDHE-RSA-AES256-GCM-SHA384`; TLS 1.3 names stay as they are.
    static String name(String suite) {
        int with = suite.indexOf("_WITH_");
        if (!suite.startsWith("TLS_") || with < 0) {
            return suite;
        }
        String exchange = suite.substring(4, with).replace('_', '-');
        String cipher = suite.substring(with + 6)
                .replace("AES_", "AES")
                .replace("_CBC", "")
                .replace("CHACHA20_POLY1305_SHA256", "CHACHA20_POLY1305")
                .replace('_', '-');
        return exchange.equals("RSA") ? cipher : exchange + "-" + cipher;
    }
}
