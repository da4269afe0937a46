package org.danegate.tlsrpt;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.danegate.address.MailAddress;

/// Where a domain wants its reports: one URI of `rua` (RFC 8460 section 3).
public sealed interface ReportTarget {

    /// The highest port.
    int MOST_PORT = 65_535;

    /// The URI as it was published.
    String uri();

    /// By mail.
    record Mail(String uri, MailAddress address) implements ReportTarget {}

    /// By POST.
    record Https(String uri, URI address) implements ReportTarget {}

    /// Reads one URI.
    ///
    /// @return empty for another scheme, and for a text that is no URI
    static Optional<ReportTarget> of(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            return switch (scheme) {
                case "mailto" -> address(uri).map(address -> new Mail(text, address));
                case "https" ->
                    uri.getHost() == null
                                    || uri.getRawUserInfo() != null
                                    || uri.getPort() == 0
                                    || uri.getPort() > MOST_PORT
                            ? Optional.empty()
                            : Optional.of(new Https(text, URI.create(uri.toASCIIString())));
                default -> Optional.empty();
            };
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /// The address of a `mailto` URI (RFC 6068). Its header fields are not used.
    private static Optional<MailAddress> address(URI uri) {
        String path = uri.getRawSchemeSpecificPart();
        int headers = path.indexOf('?');
        try {
            return Optional.of(MailAddress.parse(decoded(headers < 0 ? path : path.substring(0, headers))));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /// A plus sign stays one: only forms have it for a blank.
    private static String decoded(String text) throws CharacterCodingException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                octets.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                octets.write(raw[i]);
            }
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(octets.toByteArray()))
                .toString();
    }
}
