package org.danegate.https;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.danegate.certificate.CertificateFolder;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/// The settings that the server was started with. They win over those of the page.
///
/// @param certificate null when not given, as for the others
public record GivenSettings(
        @Nullable String certificate,
        @Nullable String address,
        @Nullable Integer port,
        @Nullable Boolean redirect,
        @Nullable StrictTransport strict) {

    private static final String PREFIX = "danegate.console.";
    private static final int HIGHEST_PORT = 65_535;

    /// Reads `danegate.console.certificate`, `.https-address`, `.https-port`, `.redirect-http` and `.hsts`.
    ///
    /// @throws IllegalArgumentException for a value that cannot be meant, with a message for the administrator
    static GivenSettings of(Environment environment) {
        return new GivenSettings(
                text(environment, "certificate").map(GivenSettings::name).orElse(null),
                text(environment, "https-address").map(GivenSettings::address).orElse(null),
                text(environment, "https-port").map(GivenSettings::port).orElse(null),
                text(environment, "redirect-http").map(GivenSettings::redirect).orElse(null),
                text(environment, "hsts").map(GivenSettings::strict).orElse(null));
    }

    private static Optional<String> text(Environment environment, String name) {
        return Optional.ofNullable(environment.getProperty(PREFIX + name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static String name(String value) {
        if (!CertificateFolder.isName(value)) {
            throw bad("certificate", value, "the name of a certificate");
        }
        return value;
    }

    private static String address(String value) {
        try {
            return InetAddress.ofLiteral(value).getHostAddress();
        } catch (IllegalArgumentException e) {
            throw bad("https-address", value, "an address such as 192.0.2.5, 0.0.0.0 or ::");
        }
    }

    private static int port(String value) {
        if (value.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(value);
            if (port >= 1 && port <= HIGHEST_PORT) {
                return port;
            }
        }
        throw bad("https-port", value, "a port from 1 to 65535");
    }

    private static boolean redirect(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad("redirect-http", value, "true or false");
        };
    }

    private static StrictTransport strict(String value) {
        return Arrays.stream(StrictTransport.values())
                .filter(one -> one.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> bad(
                        "hsts",
                        value,
                        Arrays.stream(StrictTransport.values())
                                .map(one -> one.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ", "one of ", ""))));
    }

    private static IllegalArgumentException bad(String name, String value, String wanted) {
        return new IllegalArgumentException(PREFIX + name + ": \"" + value + "\" is not " + wanted + ".");
    }

    /// The settings in force.
    ///
    /// @param chosen on the page
    HttpsSettings over(HttpsSettings chosen) {
        return new HttpsSettings(
                certificate == null ? chosen.certificate() : certificate,
                address == null ? chosen.address() : address,
                port == null ? chosen.port() : port,
                redirect == null ? chosen.redirect() : redirect,
                strict == null ? chosen.strict() : strict,
                // Whoever sets it on this machine does not need the page to come back.
                chosen.seen() || certificate != null || redirect != null);
    }
}
