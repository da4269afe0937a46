package org.danegate.listener;

import java.nio.charset.StandardCharsets;
import org.danegate.address.MailAddress;
import org.danegate.address.OutsideText;
import org.danegate.policy.ListenerSettings.AddressParsing;

/// Reverse-path and forward-path (RFC 5321 4.1.2, RFC 6531 3.3): `<>`, `<local@domain>`, quoted local parts, address
/// literals, a bare `<postmaster>`; a source route is dropped, as RFC 5321 appendix C allows. Loose parsing also
/// accepts dots anywhere in the local part, and addresses that {@link LoosePath} finds.
final class PathSyntax {

    private static final int MAX_PATH = 320;

    private PathSyntax() {}

    /// A path without brackets and source route, and the rest of the line.
    record Parsed(String text, String rest) {}

    /// @param nullAllowed whether `<>` is allowed as a path here
    static Parsed parse(String text, boolean nullAllowed, AddressParsing parsing) throws SyntaxException {
        String enhanced = nullAllowed ? "5.1.7" : "5.1.3";
        Parsed found = found(text, enhanced, parsing);
        String path = withoutRoute(found.text(), enhanced);
        if (path.getBytes(StandardCharsets.UTF_8).length > MAX_PATH) {
            throw fault(enhanced, "The address is too long");
        }
        if (!OutsideText.isHarmless(path)) {
            throw fault(enhanced, "The address has characters that cannot be shown");
        }
        if (!(path.isEmpty() && nullAllowed) && !(path.equalsIgnoreCase("postmaster") && !nullAllowed)) {
            checkMailbox(path, enhanced, parsing);
        }
        return new Parsed(path, found.rest());
    }

    private static Parsed found(String text, String enhanced, AddressParsing parsing) throws SyntaxException {
        return switch (parsing) {
            case STRICT -> bracketed(text, enhanced);
            case LOOSE ->
                LoosePath.find(text)
                        .orElseThrow(
                                () -> fault(enhanced, "No address is found, or a bracket, quote or comment is open"));
        };
    }

    private static Parsed bracketed(String text, String enhanced) throws SyntaxException {
        if (!text.startsWith("<")) {
            throw fault(enhanced, "The address must stand in angle brackets");
        }
        int end = closingBracket(text, enhanced);
        String rest = text.substring(end + 1);
        if (!rest.isEmpty() && rest.charAt(0) != ' ') {
            throw fault(enhanced, "A space is missing after the address");
        }
        return new Parsed(text.substring(1, end), rest.strip());
    }

    private static int closingBracket(String text, String enhanced) throws SyntaxException {
        boolean quoted = false;
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '>' && !quoted) {
                return i;
            }
        }
        throw fault(enhanced, "The closing angle bracket is missing");
    }

    private static String withoutRoute(String path, String enhanced) throws SyntaxException {
        if (!path.startsWith("@")) {
            return path;
        }
        int colon = path.indexOf(':');
        if (colon < 0) {
            throw fault(enhanced, "The source route has no end");
        }
        return path.substring(colon + 1);
    }

    private static void checkMailbox(String path, String enhanced, AddressParsing parsing) throws SyntaxException {
        int at = path.startsWith("\"") ? endOfQuotedString(path, enhanced) : endOfDotString(path, enhanced, parsing);
        if (at >= path.length() || path.charAt(at) != '@') {
            throw fault(enhanced, "The address has no @ and domain");
        }
        String domain = path.substring(at + 1);
        if (domain.startsWith("[")) {
            checkLiteral(domain, enhanced);
        } else if (domain.isEmpty()
                || domain.endsWith(".")
                || !domain.codePoints().allMatch(PathSyntax::isDomainCharacter)) {
            throw fault(enhanced, "The domain of the address is not valid");
        }
    }

    private static int endOfQuotedString(String path, String enhanced) throws SyntaxException {
        for (int i = 1; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c < 0x20 || c == 0x7f) {
                break;
            } else if (c == '\\') {
                i++;
                if (i < path.length() && (path.charAt(i) < 0x20 || path.charAt(i) >= 0x7f)) {
                    break;
                }
            } else if (c == '"') {
                return i + 1;
            }
        }
        throw fault(enhanced, "The quoted local part is not valid");
    }

    private static int endOfDotString(String path, String enhanced, AddressParsing parsing) throws SyntaxException {
        int i = 0;
        while (i < path.length() && MailAddress.isAtomCharacter(path.charAt(i))) {
            i++;
        }
        String local = path.substring(0, i);
        boolean dots = local.startsWith(".") || local.endsWith(".") || local.contains("..");
        if (local.isEmpty() || dots && parsing == AddressParsing.STRICT) {
            throw fault(enhanced, "The local part of the address is not valid");
        }
        return i;
    }

    private static void checkLiteral(String domain, String enhanced) throws SyntaxException {
        if (!domain.endsWith("]")) {
            throw fault(enhanced, "The address literal has no end");
        }
        if (!MailAddress.isLiteral(domain)) {
            throw fault(enhanced, "The address literal is not valid");
        }
    }

    private static boolean isDomainCharacter(int c) {
        return c == '.' || c == '-' || c == '_' || c < 0x80 && Character.isLetterOrDigit(c) || c > 0x9f;
    }

    private static SyntaxException fault(String enhanced, String text) {
        return new SyntaxException(Reply.of(501, enhanced, text));
    }
}
