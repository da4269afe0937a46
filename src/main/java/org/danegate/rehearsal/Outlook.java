package org.danegate.rehearsal;

import java.util.List;
import org.danegate.dane.DanePlan;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.TlsSupport;
import org.danegate.routing.Route;

/// What would become of relayed mail for a destination under one policy, as far as DNS tells.
///
/// @param tls TLS Support in force
/// @param dane DANE Support in force
/// @param reason one sentence or phrase: why
public record Outlook(Fate fate, TlsSupport tls, DaneSupport dane, String reason) {

    /// The outcomes there are.
    public enum Fate {
        /// Delivered, with the certificate checked against TLSA records.
        DANE,
        /// Delivered with TLS, the certificate not checked: no TLSA record is usable (RFC 7672 2.2).
        ENCRYPTED,
        /// Delivered as TLS Support says: DANE is Opportunistic and the destination has none.
        FALLBACK,
        /// Delivered as TLS Support says: DANE is not asked.
        TLS_SUPPORT,
        /// Held in the queue until the bounce profile's time is over.
        WAITS,
        /// Returned to the sender at once.
        BOUNCES,
        /// Taken and thrown away by a route.
        DROPPED,
        /// Not found out within the time limit.
        UNKNOWN
    }

    /// A host of the MX set with what was decided on it.
    ///
    /// @param reachable whether an address is known that may be dialled
    /// @param refusal why its certificate, or TLS with it, will not do; empty where that was not looked at, or will
    record PlannedHost(String host, DanePlan plan, boolean reachable, String refusal) {

        /// Whether the engine would deliver here, and go to no further host.
        boolean takesMail() {
            return reachable && refusal.isEmpty() && !(plan instanceof DanePlan.Refuse);
        }

        private String why() {
            if (!refusal.isEmpty()) {
                return host + ": " + refusal;
            }
            return host + ": " + (reachable ? "" : "no usable address, ") + plan.reason();
        }
    }

    /// Decides as the engine does: hosts in order, the first one that may be used counts.
    ///
    /// @param hosts the planned hosts of an MX route, empty for other routes
    static Outlook of(Route route, DestinationProfile profile, List<PlannedHost> hosts) {
        return switch (route) {
            case Route.Mx mx -> byHosts(profile, hosts);
            case Route.Relay relay -> alongRoute(profile, relay);
            case Route.Literal literal ->
                new Outlook(Fate.TLS_SUPPORT, profile.tls(), profile.dane(), "address literal");
            case Route.Discard discard ->
                new Outlook(Fate.DROPPED, profile.tls(), profile.dane(), "SMTP route to /dev/null");
            case Route.Unresolved unresolved ->
                new Outlook(
                        Fate.WAITS,
                        profile.tls(),
                        profile.dane(),
                        unresolved.trouble().text());
            case Route.Impossible impossible ->
                new Outlook(
                        Fate.BOUNCES,
                        profile.tls(),
                        profile.dane(),
                        impossible.trouble().text());
        };
    }

    private static Outlook alongRoute(DestinationProfile profile, Route.Relay relay) {
        return profile.dane() == DaneSupport.NONE
                ? new Outlook(Fate.TLS_SUPPORT, profile.tls(), profile.dane(), "SMTP route " + relay.routeText())
                : new Outlook(
                        Fate.WAITS,
                        profile.tls(),
                        profile.dane(),
                        "an SMTP route replaces the MX hosts (" + relay.routeText() + "): DANE cannot be verified");
    }

    private static Outlook byHosts(DestinationProfile profile, List<PlannedHost> hosts) {
        for (PlannedHost host : hosts) {
            if (host.takesMail()) {
                Fate fate = switch (host.plan()) {
                    case DanePlan.Authenticate p -> Fate.DANE;
                    case DanePlan.EncryptOnly p -> Fate.ENCRYPTED;
                    case DanePlan.FallBack p -> Fate.FALLBACK;
                    case DanePlan.NotAsked p -> Fate.TLS_SUPPORT;
                    case DanePlan.Refuse p -> Fate.WAITS;
                };
                return new Outlook(fate, profile.tls(), profile.dane(), host.why());
            }
        }
        String why =
                hosts.isEmpty() ? "no host to deliver to" : hosts.getFirst().why();
        return new Outlook(Fate.WAITS, profile.tls(), profile.dane(), why);
    }

    /// Whether it is known what becomes of mail.
    public boolean known() {
        return fate != Fate.UNKNOWN;
    }

    /// Whether mail gets through to the destination.
    public boolean delivers() {
        return switch (fate) {
            case DANE, ENCRYPTED, FALLBACK, TLS_SUPPORT -> true;
            case WAITS, BOUNCES, DROPPED, UNKNOWN -> false;
        };
    }

    /// Whether mail does not get through.
    public boolean stops() {
        return fate == Fate.WAITS || fate == Fate.BOUNCES;
    }

    /// Whether mail is treated alike, whatever the wording of the reason.
    boolean sameTreatment(Outlook other) {
        return fate == other.fate && tls == other.tls && dane == other.dane;
    }
}
