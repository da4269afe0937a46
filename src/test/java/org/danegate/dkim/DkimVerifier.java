package org.danegate.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Verifies signatures as RFC 6376 6 says, simple and relaxed, with texts and patterns: slow, and nothing in common
/// with
/// what signs.
public final class DkimVerifier {

    private static final byte[] ED25519_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private DkimVerifier() {}

    /// What is wrong with each signature of a message, from the top; empty for a good one.
    ///
    /// @param records key record by `selector._domainkey.domain`
    public static List<String> verify(byte[] message, UnaryOperator<String> records) {
        String text = new String(message, ISO_8859_1);
        int end = text.startsWith("\r\n") ? 0 : text.indexOf("\r\n\r\n");
        String header = end < 0 ? text : text.substring(0, end == 0 ? 0 : end + 2);
        String body = end < 0 ? "" : text.substring(end == 0 ? 2 : end + 4);
        List<String> fields = List.of(header.split("(?<=\r\n)(?![ \t])", -1));
        List<String> verdicts = new ArrayList<>();
        for (String field : fields) {
            if (name(field).equals("dkim-signature")) {
                verdicts.add(verdict(field, fields, body, records));
            }
        }
        return verdicts;
    }

    private static String verdict(String field, List<String> fields, String body, UnaryOperator<String> records) {
        Map<String, String> tags = tags(field.substring(field.indexOf(':') + 1));
        boolean ed25519 = tags.getOrDefault("a", "").equals("ed25519-sha256");
        String[] forms = tags.getOrDefault("c", "simple/simple").split("/", -1);
        try {
            byte[] hash = sha256(body(body, forms.length > 1 && forms[1].equals("relaxed")));
            if (!Base64.getEncoder().encodeToString(hash).equals(tags.get("bh"))) {
                return "body hash";
            }
            byte[] input = input(field, fields, tags.getOrDefault("h", ""), forms[0].equals("relaxed"))
                    .getBytes(ISO_8859_1);
            Signature signature = Signature.getInstance(ed25519 ? "Ed25519" : "SHA256withRSA");
            String owner = tags.get("s") + "._domainkey." + tags.get("d");
            signature.initVerify(key(tags(records.apply(owner)).getOrDefault("p", ""), ed25519));
            signature.update(ed25519 ? MessageDigest.getInstance("SHA-256").digest(input) : input);
            return signature.verify(Base64.getDecoder().decode(tags.getOrDefault("b", ""))) ? "" : "signature";
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return String.valueOf(e);
        }
    }

    private static PublicKey key(String p, boolean ed25519) throws GeneralSecurityException {
        byte[] octets = Base64.getDecoder().decode(p);
        if (!ed25519) {
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(octets));
        }
        byte[] whole = new byte[ED25519_HEAD.length + octets.length];
        System.arraycopy(ED25519_HEAD, 0, whole, 0, ED25519_HEAD.length);
        System.arraycopy(octets, 0, whole, ED25519_HEAD.length, octets.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(whole));
    }

    static String body(String body, boolean relaxed) {
        if (!relaxed) {
            return body.replaceAll("(\r\n)*\\z", "") + "\r\n";
        }
        String lines = body.replaceAll("[ \t]+", " ").replaceAll(" (?=\r\n|\\z)", "");
        String ended = lines.replaceAll("(\r\n)*\\z", "");
        return ended.isEmpty() ? "" : ended + "\r\n";
    }

    static byte[] sha256(String text) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(ISO_8859_1));
    }

    private static String input(String field, List<String> fields, String names, boolean relaxed) {
        List<String> left = new ArrayList<>(fields);
        StringBuilder input = new StringBuilder();
        for (String name : names.split(":", -1)) {
            for (int i = left.size() - 1; i >= 0; i--) {
                if (name(left.get(i)).equals(name.strip().toLowerCase(Locale.ROOT))) {
                    input.append(header(left.remove(i), relaxed));
                    break;
                }
            }
        }
        String emptied = field.replaceFirst("([;:\\s]b[ \t\r\n]*=)[^;]*", "$1");
        String whole = emptied.endsWith("\r\n") ? emptied : emptied + "\r\n";
        String last = header(whole, relaxed);
        return input + last.substring(0, last.length() - 2);
    }

    private static String header(String field, boolean relaxed) {
        if (!relaxed) {
            return field;
        }
        String value = field.substring(field.indexOf(':') + 1)
                .replace("\r\n", "")
                .replaceAll("[ \t]+", " ")
                .replaceAll("^ | $", "");
        return name(field) + ":" + value + "\r\n";
    }

    private static String name(String field) {
        int colon = field.indexOf(':');
        return colon < 0
                ? ""
                : field.substring(0, colon).replaceAll("[ \t]+$", "").toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> tags(String list) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String tag : list.replaceAll("[ \t\r\n]", "").split(";", -1)) {
            int equals = tag.indexOf('=');
            if (equals > 0) {
                tags.put(tag.substring(0, equals), tag.substring(equals + 1));
            }
        }
        return tags;
    }
}
