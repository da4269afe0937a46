package org.danegate.smtp;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.danegate.address.OutsideText;

/// Describes a failed handshake: the platform's message and, for known messages, what it means and what to change at
/// the server. The platform refuses what is no longer secure, and reports that in its own terms.
final class HandshakeWords {

    private static final Pattern CHAIN = Pattern.compile("certificate chain length \\((\\d+)\\) exceeds");
    private static final Pattern MESSAGE = Pattern.compile("handshake message \\((\\d+)\\) exceeds");
    private static final Pattern OLD_VERSION =
            Pattern.compile("protocol version (?:TLS|SSL)|protocol_version|Unsupported protocol version");

    /// All these causes produce the same alert (RFC 8446 6.2), and nothing on the wire tells them apart.
    private static final String NOTHING_IN_COMMON =
            "the server found nothing to agree on, and its log may say why; known causes are: it has only RSA key"
                    + " exchange, SHA-1 signatures or old ciphers such as 3DES; its key is too short (RSA below 1024"
                    + " bits), of an old kind (DSA) or on a curve that is not used any more; its certificate is signed"
                    + " with MD5; it demands a certificate of ours. It must be given ECDHE with AES-GCM and SHA-256, and"
                    + " an RSA key of 2048 bits or more or an ECDSA key on P-256, P-384 or P-521";

    /// Most characters kept of the platform's message, names in certificates included.
    private static final int MOST = 400;

    private HandshakeWords() {}

    static String of(IOException e) {
        String said = OutsideText.brief(String.valueOf(e.getMessage()), MOST);
        String what = e instanceof SSLException ? "TLS handshake failed: " : "TLS handshake broke off: ";
        String meaning = meaning(said);
        return what + said + (meaning.isEmpty() ? "" : " (" + meaning + ")");
    }

    private static String meaning(String said) {
        Matcher chain = CHAIN.matcher(said);
        if (chain.find()) {
            return "the server sends " + chain.group(1) + " certificates, and " + TlsLimits.MOST_CERTIFICATES
                    + " are read at most";
        }
        Matcher message = MESSAGE.matcher(said);
        if (message.find()) {
            return "the server sends more in one piece than is read here";
        }
        if (OLD_VERSION.matcher(said).find()) {
            return "the server knows only TLS 1.0 or 1.1, which are not used any more; it must be given TLS 1.2 or 1.3";
        }
        // Checked before the alerts, because this message comes with "insufficient_security".
        if (said.contains("DH ServerKeyExchange") || said.contains("DH key")) {
            return "the server's Diffie-Hellman key is too short; it must have 2048 bits, or the server be given ECDHE";
        }
        if (said.contains("handshake_failure") || said.contains("insufficient_security")) {
            return NOTHING_IN_COMMON;
        }
        if (said.contains("sha1") || said.contains("SHA1")) {
            return "the server signs with SHA-1; it must be given SHA-256";
        }
        if (said.contains("certificate_required")) {
            return "the server wants a certificate of ours";
        }
        return "";
    }
}
