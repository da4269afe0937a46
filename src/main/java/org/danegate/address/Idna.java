package org.danegate.address;

import com.ibm.icu.text.IDNA;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names outside ASCII by UTS #46, non-transitional: `faß.example` is a name of its own and never `fass.example`
/// (IDNA2008, RFC 5891). The tables behind it are loaded when the first such name is met.
final class Idna {

    private static final int RULES = IDNA.USE_STD3_RULES
            | IDNA.CHECK_BIDI
            | IDNA.CHECK_CONTEXTJ
            | IDNA.NONTRANSITIONAL_TO_ASCII
            | IDNA.NONTRANSITIONAL_TO_UNICODE;
    /// Labels that DNS has and host names have not, in front of a name: `_25._tcp`, `*`.
    private static final Pattern SERVICE_LABELS = Pattern.compile("(?:[a-zA-Z0-9-]*[_*][a-zA-Z0-9_*-]*\\.)+");

    private Idna() {}

    /// The A-labels of a name with characters outside ASCII; empty when it is none that can be registered.
    static Optional<String> toAscii(String name) {
        int host = hostIn(name);
        StringBuilder ascii = new StringBuilder();
        IDNA.Info info = new IDNA.Info();
        Loaded.UTS46.nameToASCII(name.substring(host), ascii, info);
        return info.hasErrors()
                ? Optional.empty()
                : Optional.of(name.substring(0, host).toLowerCase(Locale.ROOT) + ascii);
    }

    /// The U-labels of a name, which {@link #toAscii} turns back; the name itself where one of its labels
    /// stands for none.
    static String toUnicode(String ascii) {
        int host = hostIn(ascii);
        StringBuilder unicode = new StringBuilder();
        IDNA.Info info = new IDNA.Info();
        Loaded.UTS46.nameToUnicode(ascii.substring(host), unicode, info);
        return info.hasErrors() ? ascii : ascii.substring(0, host) + unicode;
    }

    /// Any piece of text in the form in which U-labels are: letters small, full-width forms narrow.
    static String mapped(String piece) {
        StringBuilder unicode = new StringBuilder();
        Loaded.UTS46.nameToUnicode(piece, unicode, new IDNA.Info());
        return unicode.toString();
    }

    private static int hostIn(String name) {
        Matcher service = SERVICE_LABELS.matcher(name);
        return service.lookingAt() ? service.end() : 0;
    }

    /// Loaded with the first name outside ASCII, so that nobody else pays for it.
    private static final class Loaded {
        private static final IDNA UTS46 = IDNA.getUTS46Instance(RULES);
    }
}
