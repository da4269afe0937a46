package org.danegate.runs;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.danegate.address.OutsideText;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// Something that does not hurt yet: DANE succeeds, and may fail before long.
///
/// @param host the MX host
/// @param ends when the certificate ends; null where that does not matter
/// @param detail the TLSA record, or what the host lacks; cut to {@link #MOST_DETAIL}
public record Warning(Kind kind, String host, @Nullable Instant ends, String detail) {

    static final int MOST_DETAIL = 200;

    private static final String NEVER = "-";

    /// The reason of a warning.
    public enum Kind {
        /// All TLSA records name the whole certificate in use: no renewal survives without another record.
        CERTIFICATE_PINNED,
        /// All TLSA records name the key in use, and its certificate ends soon: a new key needs another record.
        KEY_PINNED,
        /// The certificate, or the one of the trust anchor, ends soon; under usage 2 its dates count.
        CERTIFICATE_ENDS,
        /// Another host of the domain succeeds, this one does not.
        HOST_FAILS
    }

    public Warning {
        detail = OutsideText.brief(detail, MOST_DETAIL);
    }

    /// The key of its sentence, with the places host, date and detail.
    public String code() {
        return switch (kind) {
            case CERTIFICATE_PINNED -> "runs.warning.certificate-pinned";
            case KEY_PINNED -> "runs.warning.key-pinned";
            case CERTIFICATE_ENDS -> "runs.warning.certificate-ends";
            case HOST_FAILS -> "runs.warning.host-fails";
        };
    }

    /// The sentence in English, with the date in ISO 8601, UTC.
    public String english() {
        String date =
                ends == null ? "" : ends.atZone(ZoneOffset.UTC).toLocalDate().toString();
        return new Wording(code(), List.of(host, date, detail)).english();
    }

    /// Warnings as a text of one line each.
    static String stored(List<Warning> warnings) {
        return warnings.stream().map(Warning::line).collect(Collectors.joining("\n"));
    }

    private String line() {
        String time = ends == null ? NEVER : String.valueOf(ends.getEpochSecond());
        return kind + " " + host + " " + time + " " + detail;
    }

    /// Warnings from the text of {@link #stored}.
    static List<Warning> read(String stored) {
        return stored.lines().map(Warning::parse).toList();
    }

    private static Warning parse(String line) {
        String[] parts = line.split(" ", 4);
        Instant ends = parts[2].equals(NEVER) ? null : Instant.ofEpochSecond(Long.parseLong(parts[2]));
        return new Warning(Kind.valueOf(parts[0]), parts[1], ends, parts[3]);
    }
}
