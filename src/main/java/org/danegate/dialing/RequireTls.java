package org.danegate.dialing;

import org.danegate.dns.answer.SecurityStatus;
import org.danegate.event.TlsTag;
import org.danegate.policy.RequireTlsLevel;
import org.jspecify.annotations.Nullable;

/// Whether a message with REQUIRETLS may be sent to a host (RFC 8689 4.2.1), decided when the conversation with it is
/// ready for mail. Pure: all that is known is in {@link Facts}. The other strictness of a destination (DANE, TLS
/// Support, MTA-STS) has been applied before: what they forbid does not come here.
public final class RequireTls {

    private RequireTls() {}

    /// What is known of the host and of the conversation with it.
    ///
    /// @param tls whether the conversation is encrypted
    /// @param found how the host was found: SECURE also for a host that an SMTP route names (local configuration)
    /// @param dane what DANE says of the certificate
    /// @param sts what MTA-STS says of the host
    /// @param verified whether the certificate leads to a public authority and names the host in a dNSName
    /// @param announced whether the server announced REQUIRETLS in its EHLO reply after TLS
    public record Facts(boolean tls, SecurityStatus found, Dane dane, Sts sts, boolean verified, boolean announced) {}

    /// What DANE says of a host's certificate.
    public enum Dane {
        /// It matched a usable TLSA record.
        MATCH,
        /// There are TLSA records and none is usable: it was not checked.
        UNUSABLE,
        /// No TLSA record that counts, or DANE was not asked for.
        NONE
    }

    /// What MTA-STS says of a host.
    public enum Sts {
        /// No policy, or one that is not in force for this message, or MTA-STS is not asked for.
        ABSENT,
        /// A policy in mode testing: it changes nothing.
        TESTING,
        /// A policy in mode enforce covers the host.
        ENFORCE_MATCHED,
        /// A policy in mode enforce does not cover the host.
        ENFORCE_NOT_MATCHED
    }

    /// What may be done.
    public sealed interface Verdict {

        /// Sent, with the parameter.
        record Tagged() implements Verdict {}

        /// Sent, without the parameter.
        ///
        /// @param missing one word for the log: what was missing
        record Untagged(String missing) implements Verdict {}

        /// Not sent to this host.
        ///
        /// @param enhanced the status when no other host can take it: `5.7.30` or `5.7.10`
        /// @param missing one word for the log
        record NotHere(String enhanced, String missing, String reason) implements Verdict {}
    }

    private static final String NOT_OFFERED = "5.7.30";
    private static final String NOT_VERIFIED = "5.7.10";

    /// @param level strictness at the destination
    /// @param tag what the message asks; REQUIRETLS in one of its forms
    public static Verdict verdict(RequireTlsLevel level, TlsTag tag, Facts facts) {
        if (!tag.isRequireTls() || level == RequireTlsLevel.DISABLE) {
            return new Verdict.Untagged("none");
        }
        Verdict.NotHere missing = missing(facts);
        boolean strict = level == RequireTlsLevel.ENFORCE && tag == TlsTag.REQUIRETLS;
        if (missing == null) {
            return new Verdict.Tagged();
        }
        if (strict || level == RequireTlsLevel.OPPORTUNISTIC_STARTTLS && tag == TlsTag.REQUIRETLS && !facts.tls()) {
            return missing;
        }
        return facts.tls() && facts.announced() ? new Verdict.Tagged() : new Verdict.Untagged(missing.missing());
    }

    private static Verdict.@Nullable NotHere missing(Facts facts) {
        boolean stsFound = facts.sts() == Sts.ENFORCE_MATCHED;
        if (!facts.tls()) {
            return new Verdict.NotHere(NOT_VERIFIED, "nostarttls", "there is no TLS");
        }
        if (facts.found() != SecurityStatus.SECURE && !stsFound) {
            return new Verdict.NotHere(
                    NOT_VERIFIED,
                    "nosecurelookup",
                    "the host was not found securely (" + facts.found() + " MX record, no MTA-STS policy in force)");
        }
        if (facts.dane() != Dane.MATCH && !facts.verified()) {
            return new Verdict.NotHere(
                    NOT_VERIFIED, "nocertmatch", "neither DANE nor a public authority verifies its certificate");
        }
        return facts.announced()
                ? null
                : new Verdict.NotHere(NOT_OFFERED, "norequiretls", "the server does not announce REQUIRETLS");
    }
}
