package org.danegate.access.web;

import java.nio.charset.StandardCharsets;
import org.springframework.web.util.UriUtils;

/// The address that hands a secret to an authenticator app (the "key URI" that apps agree on).
final class AppAddress {

    private static final String ISSUER = "Danegate";

    private AppAddress() {}

    /// @param node the server's name, which distinguishes several gateways in the app
    /// @param user name to sign in with
    /// @param secret in Base32
    static String of(String node, String user, String secret) {
        String account = UriUtils.encode(user + "@" + node, StandardCharsets.UTF_8);
        return "otpauth://totp/" + ISSUER + ":" + account + "?secret=" + secret + "&issuer=" + ISSUER
                + "&algorithm=SHA1&digits=6&period=30";
    }
}
