package org.danegate.runs;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.danegate.address.OutsideText;
import org.danegate.dns.answer.Signature;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// Something that does not hurt yet: DANE succeeds, and may fail before long, or does not succeed through every
/// resolver.
///
/// @param host the MX host, or the name of DNS records
/// @param ends when the certificate or the signature ends; null where that does not matter
/// @param detail the TLSA record, what the host lacks, or words of the sentence; cut to {@link #MOST_DETAIL}
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
        HOST_FAILS,
        /// A signature in DNS ends within hours and has not been renewed.
        SIGNATURE_ENDS,
        /// The configured resolvers give different answers to a question.
        RESOLVERS_DISAGREE
    }

    public Warning {
        detail = OutsideText.brief(detail, MOST_DETAIL);
    }

    /// A warning about a signature.
    static Warning of(Signature signature, Instant now) {
        List<String> words = List.of(
                signature.covers(),
                signature.signer().isEmpty() ? "." : signature.signer(),
                String.valueOf(signature.left(now).toHours()),
                String.valueOf(signature.lifetime().toHours()));
        return new Warning(Kind.SIGNATURE_ENDS, signature.owner(), signature.expiration(), String.join(" ", words));
    }

    /// The key of its sentence, with the places of {@link #sentence}.
    public String code() {
        return switch (kind) {
            case CERTIFICATE_PINNED -> "runs.warning.certificate-pinned";
            case KEY_PINNED -> "runs.warning.key-pinned";
            case CERTIFICATE_ENDS -> "runs.warning.certificate-ends";
            case HOST_FAILS -> "runs.warning.host-fails";
            case SIGNATURE_ENDS -> "runs.warning.signature-ends";
            case RESOLVERS_DISAGREE -> "runs.warning.resolvers-disagree";
        };
    }

    /// Whether its end is a matter of hours, so that the date is not enough.
    public boolean endsWithinHours() {
        return kind == Kind.SIGNATURE_ENDS;
    }

    /// The sentence, with the places host, time and detail. That of a signature has instead of the detail the
    /// record type, the zone that signed, the hours left, and the hours from its beginning to its end.
    ///
    /// @param time the end in the form for its reader; empty when there is none
    public Wording sentence(String time) {
        List<Object> places = new ArrayList<>(List.of(host, time));
        places.addAll(kind == Kind.SIGNATURE_ENDS ? List.of(detail.split(" ")) : List.of(detail));
        return new Wording(code(), places);
    }

    /// The sentence in English, with the time in ISO 8601, UTC.
    public String english() {
        if (ends == null) {
            return sentence("").english();
        }
        String time = endsWithinHours()
                ? ends.truncatedTo(ChronoUnit.SECONDS).toString()
                : ends.atZone(ZoneOffset.UTC).toLocalDate().toString();
        return sentence(time).english();
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
