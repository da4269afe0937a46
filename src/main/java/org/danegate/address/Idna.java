package org.danegate.address;

import com.ibm.icu.text.IDNA;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Converts names outside ASCII by UTS #46, non-transitional: `faß.example` is a name of its own and never
/// `fass.example` (IDNA2008, RFC 5891). The first such name loads the tables.
final class Idna {

    private static final int RULES = IDNA.USE_STD3_RULES
            | IDNA.CHECK_BIDI
            | IDNA.CHECK_CONTEXTJ
            | IDNA.NONTRANSITIONAL_TO_ASCII
            | IDNA.NONTRANSITIONAL_TO_UNICODE;
    /// Labels in front of a name that DNS allows and host names do not: `_25._tcp`, `*`.
    private static final Pattern SERVICE_LABELS = Pattern.compile("(?:[a-zA-Z0-9-]*[_*][a-zA-Z0-9_*-]*\\.)+");

    private Idna() {}

    /// The A-labels of a name with characters outside ASCII; empty when such a name cannot be registered.
    static Optional<String> toAscii(String name) {
        int host = hostIn(name);
        StringBuilder ascii = new StringBuilder();
        IDNA.Info info = new IDNA.Info();
        Loaded.UTS46.nameToASCII(name.substring(host), ascii, info);
        return info.hasErrors()
                ? Optional.empty()
                : Optional.of(name.substring(0, host).toLowerCase(Locale.ROOT) + ascii);
    }

    /// The U-labels of a name, which {@link #toAscii} converts back; the name itself when one of its labels has
    /// no U-label.
    static String toUnicode(String ascii) {
        int host = hostIn(ascii);
        StringBuilder unicode = new StringBuilder();
        IDNA.Info info = new IDNA.Info();
        Loaded.UTS46.nameToUnicode(ascii.substring(host), unicode, info);
        return info.hasErrors() ? ascii : ascii.substring(0, host) + unicode;
    }

    /// Maps any text to the form used in U-labels: lower case, with full-width forms made narrow.
    static String mapped(String piece) {
        StringBuilder unicode = new StringBuilder();
        Loaded.UTS46.nameToUnicode(piece, unicode, new IDNA.Info());
        return unicode.toString();
    }

    private static int hostIn(String name) {
        Matcher service = SERVICE_LABELS.matcher(name);
        return service.lookingAt() ? service.end() : 0;
    }

    /// Loaded with the first name outside ASCII, so that other uses do not pay for it.
    private static final class Loaded {
        private static final IDNA UTS46 = IDNA.getUTS46Instance(RULES);
    }
}
