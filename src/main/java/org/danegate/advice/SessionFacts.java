package org.danegate.advice;

import java.util.List;
import java.util.stream.Stream;
import org.danegate.dns.answer.SecurityStatus;
import org.jspecify.annotations.Nullable;

/// What a session, or an attempt at one, showed. Sessions are counted by it, so its values are few.
///
/// @param dane why DANE did not protect it
/// @param sts why MTA-STS did not protect it
/// @param mx status of the MX record; null when it was not looked up
/// @param address status of the host's addresses; null when they were not looked up
/// @param tlsa status of the TLSA records; null when they were not looked up
/// @param policy the domain's MTA-STS policy
/// @param starttls whether STARTTLS was offered and begun
/// @param verifies whether the chain and the name would pass *Required - Verify Hosted Domains*
/// @param verifiesHost whether the chain and the host's own name would pass under MTA-STS
/// @param sha1Only whether DNS was INSECURE only because SHA-1 signatures are set to unsupported
/// @param hybridBlocked whether the peer had hung or broken off on a hybrid key exchange before
public record SessionFacts(
        Level level,
        Cause dane,
        Cause sts,
        @Nullable SecurityStatus mx,
        @Nullable SecurityStatus address,
        @Nullable SecurityStatus tlsa,
        StsSeen policy,
        Judged starttls,
        Judged verifies,
        Judged verifiesHost,
        boolean sha1Only,
        boolean hybridBlocked) {

    private static final String NEVER = "-";
    private static final int PARTS = 12;

    /// The facts of a session whose certificate has the host's own name when it has one of the names.
    public SessionFacts(
            Level level,
            Cause dane,
            Cause sts,
            @Nullable SecurityStatus mx,
            @Nullable SecurityStatus address,
            @Nullable SecurityStatus tlsa,
            StsSeen policy,
            Judged starttls,
            Judged verifies,
            boolean sha1Only,
            boolean hybridBlocked) {
        this(level, dane, sts, mx, address, tlsa, policy, starttls, verifies, verifies, sha1Only, hybridBlocked);
    }

    /// The facts in one line of text, at most 150 characters, for storage.
    public String text() {
        return String.join(
                " ",
                level.name(),
                dane.name(),
                sts.name(),
                word(mx),
                word(address),
                word(tlsa),
                policy.name(),
                starttls.name(),
                verifies.name(),
                verifiesHost.name(),
                String.valueOf(sha1Only),
                String.valueOf(hybridBlocked));
    }

    /// Reads what {@link #text} wrote.
    ///
    /// @throws IllegalArgumentException for any other text
    public static SessionFacts of(String text) {
        String[] part = text.split(" ", -1);
        if (part.length != PARTS) {
            throw new IllegalArgumentException("not the facts of a session: " + text);
        }
        return new SessionFacts(
                Level.valueOf(part[0]),
                Cause.valueOf(part[1]),
                Cause.valueOf(part[2]),
                status(part[3]),
                status(part[4]),
                status(part[5]),
                StsSeen.valueOf(part[6]),
                Judged.valueOf(part[7]),
                Judged.valueOf(part[8]),
                Judged.valueOf(part[9]),
                Boolean.parseBoolean(part[10]),
                Boolean.parseBoolean(part[11]));
    }

    private static String word(@Nullable SecurityStatus status) {
        return status == null ? NEVER : status.name();
    }

    private static @Nullable SecurityStatus status(String text) {
        return text.equals(NEVER) ? null : SecurityStatus.valueOf(text);
    }

    /// A DNS record whose status is not SECURE.
    ///
    /// @param record `MX`, `A` or `TLSA`
    public record Unsecured(String record, SecurityStatus status) {}

    /// The records that were looked up and are not SECURE.
    public List<Unsecured> unsecured() {
        return Stream.of(unsecured("MX", mx), unsecured("A", address), unsecured("TLSA", tlsa))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Unsecured> unsecured(String record, @Nullable SecurityStatus status) {
        return status == null || status == SecurityStatus.SECURE ? List.of() : List.of(new Unsecured(record, status));
    }
}
