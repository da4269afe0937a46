package org.danegate.dane;

import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.TlsaRecord;
import org.jspecify.annotations.Nullable;

/// What DNS allows us to do at one MX host, decided before a connection is opened (RFC 7672 2.2; seed tables, columns 1
/// to 3).
public sealed interface DanePlan {

    /// One sentence for people.
    String reason();

    /// DANE Support is None, or the message came in under ACCEPT.
    record NotAsked(String reason) implements DanePlan {}

    /// "Fallback to opportunistic TLS flow": the destination's own TLS Support applies.
    ///
    /// @param unheeded what would have to match if the message did not ask otherwise (`TLS-Required: No`); checked
    ///     for the record only, null for nothing
    record FallBack(String reason, @Nullable Authenticate unheeded) implements DanePlan {

        /// A fallback with nothing to check.
        public FallBack(String reason) {
            this(reason, null);
        }
    }

    /// TLSA records exist, but none is usable: TLS is compulsory, the certificate is not checked (RFC 7672 2.2).
    record EncryptOnly(DomainName baseDomain, String reason) implements DanePlan {}

    /// TLS is compulsory and the certificate must match.
    ///
    /// @param baseDomain TLSA base domain, sent as SNI
    /// @param usable the usable records, never empty
    /// @param referenceNames names that a DANE-TA certificate may carry (RFC 7672 3.2.2)
    record Authenticate(DomainName baseDomain, List<TlsaRecord> usable, List<DomainName> referenceNames, String reason)
            implements DanePlan {
        public Authenticate {
            usable = List.copyOf(usable);
            referenceNames = List.copyOf(referenceNames);
        }
    }

    /// The plan for a message that asks to ignore the recipient's policies (RFC 8689 3): nothing of it is binding.
    default DanePlan ignored() {
        String why = "TLS-Required: No, so DANE is not binding: " + reason();
        return switch (this) {
            case NotAsked p -> p;
            case FallBack p -> p;
            case EncryptOnly p -> new FallBack(why);
            case Refuse p -> new FallBack(why);
            case Authenticate p -> new FallBack(why, p);
        };
    }

    /// "DANE Fail" before connecting: nothing is sent to this host.
    record Refuse(String reason) implements DanePlan {}
}
