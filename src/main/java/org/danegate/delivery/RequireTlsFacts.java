package org.danegate.delivery;

import org.danegate.address.DomainName;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DanePlan;
import org.danegate.dane.HostChoice;
import org.danegate.dialing.Hop;
import org.danegate.dialing.HostIdentity;
import org.danegate.dialing.RequireTls;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.smtp.TlsSession;
import org.danegate.sts.StsPlan;
import org.jspecify.annotations.Nullable;

/// Gathers what {@link RequireTls} decides on, from a conversation that is ready for mail.
final class RequireTlsFacts {

    private RequireTlsFacts() {}

    /// @param hop the host as it is judged now
    /// @param identity checks the certificate where DANE has not
    static RequireTls.Facts of(Hop hop, Connection connection, HostIdentity identity) {
        HostChoice choice = hop.choice();
        TlsSession tls = connection.conversation().tls();
        RequireTls.Dane dane = dane(hop.plan(), connection.action());
        return new RequireTls.Facts(
                tls != null,
                choice == null ? SecurityStatus.INSECURE : choice.status(),
                dane,
                sts(hop.sts()),
                dane != RequireTls.Dane.MATCH && isVerified(tls, hop, identity),
                connection.conversation().extensions().has("REQUIRETLS"));
    }

    private static RequireTls.Sts sts(StsPlan plan) {
        if (!(plan instanceof StsPlan.Apply policy)) {
            return RequireTls.Sts.ABSENT;
        }
        if (!policy.enforced()) {
            return RequireTls.Sts.TESTING;
        }
        return policy.matched() ? RequireTls.Sts.ENFORCE_MATCHED : RequireTls.Sts.ENFORCE_NOT_MATCHED;
    }

    private static RequireTls.Dane dane(DanePlan plan, DaneAction action) {
        if (action == DaneAction.DANE_SUCCESS) {
            return RequireTls.Dane.MATCH;
        }
        return plan instanceof DanePlan.EncryptOnly ? RequireTls.Dane.UNUSABLE : RequireTls.Dane.NONE;
    }

    /// Whether a public authority vouches for the name of the host; an address has no name.
    private static boolean isVerified(@Nullable TlsSession tls, Hop hop, HostIdentity identity) {
        DomainName name = hop.dns() == null ? null : hop.dns().host();
        return tls != null && name != null && identity.isVerified(tls.chain(), name);
    }
}
