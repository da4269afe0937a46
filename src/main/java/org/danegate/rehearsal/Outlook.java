package org.danegate.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.danegate.dane.DanePlan;
import org.danegate.dialing.Route;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.TlsSupport;
import org.jspecify.annotations.Nullable;

/// What would become of relayed mail for a destination under one policy, as far as was checked. Whether hosts are up is
/// not checked.
///
/// @param tls TLS Support in force
/// @param dane DANE Support in force
/// @param reason one sentence or phrase: why
/// @param basis what the outcome is based on
/// @param attempt time of the delivery attempt that the outcome is based on, null when there is none
public record Outlook(
        Fate fate,
        TlsSupport tls,
        DaneSupport dane,
        String reason,
        Basis basis,
        @Nullable Instant attempt) {

    /// An outcome that follows from the policy and DNS only.
    Outlook(Fate fate, TlsSupport tls, DaneSupport dane, String reason) {
        this(fate, tls, dane, reason, Basis.LOOKUPS, null);
    }

    /// What an outcome can be based on.
    public enum Basis {
        /// The policy and DNS.
        LOOKUPS,
        /// The server was asked for STARTTLS in this run.
        SERVER,
        /// The newest delivery attempt under the same plan.
        ATTEMPT
    }

    /// The possible outcomes.
    public enum Fate {
        /// Delivered: the certificate matched TLSA records, now or in the newest attempt.
        DANE,
        /// Delivered with TLS, without a certificate check: no TLSA record is usable (RFC 7672 2.2).
        ENCRYPTED,
        /// Delivered according to TLS Support: DANE is Opportunistic and the destination has none.
        FALLBACK,
        /// Delivered according to TLS Support: DANE is not used.
        TLS_SUPPORT,
        /// Held in the queue until the bounce profile's time expires.
        WAITS,
        /// Returned to the sender at once.
        BOUNCES,
        /// Accepted and discarded by a route.
        DROPPED,
        /// Depends on the server's certificate or on TLS with it, which was not checked.
        UNCHECKED,
        /// Not determined within the time limit.
        UNKNOWN
    }

    /// A host of the MX set with its delivery plan.
    ///
    /// @param reachable whether a known address may be dialled
    /// @param never why mail will never go there, according to DNS; empty when it can, or may later
    /// @param tried what is known of TLS with the host and of its certificate
    record PlannedHost(String host, DanePlan plan, boolean reachable, String never, Tried tried) {

        /// Whether the engine would deliver here or the outcome is unknown: either way no further host
        /// is checked.
        boolean ends() {
            return reachable && !(plan instanceof DanePlan.Refuse) && !(tried instanceof Tried.Refused);
        }

        private Outlook outlook(DestinationProfile profile) {
            return switch (tried) {
                case Tried.NotNeeded n -> new Outlook(delivered(plan), profile.tls(), profile.dane(), why());
                case Tried.NotMade n -> new Outlook(Fate.UNCHECKED, profile.tls(), profile.dane(), why());
                case Tried.Passed p -> shown(delivered(plan), profile, p.attempt());
                case Tried.Refused r -> shown(Fate.WAITS, profile, r.attempt());
            };
        }

        private Outlook shown(Fate fate, DestinationProfile profile, @Nullable Instant attempt) {
            Basis basis = attempt == null ? Basis.SERVER : Basis.ATTEMPT;
            return new Outlook(fate, profile.tls(), profile.dane(), why(), basis, attempt);
        }

        private Outlook passedOver(DestinationProfile profile) {
            return tried instanceof Tried.Refused r
                    ? shown(Fate.WAITS, profile, r.attempt())
                    : new Outlook(Fate.WAITS, profile.tls(), profile.dane(), why());
        }

        private String why() {
            String dns = (reachable ? "" : "no usable address, ") + plan.reason();
            return host + ": "
                    + switch (tried) {
                        case Tried.NotNeeded n -> dns;
                        case Tried.NotMade n -> dns + "; " + n.what();
                        case Tried.Passed p -> dns + "; " + p.what();
                        case Tried.Refused r -> r.why();
                    };
        }

        private static Fate delivered(DanePlan plan) {
            return switch (plan) {
                case DanePlan.Authenticate p -> Fate.DANE;
                case DanePlan.EncryptOnly p -> Fate.ENCRYPTED;
                case DanePlan.FallBack p -> Fate.FALLBACK;
                case DanePlan.NotAsked p -> Fate.TLS_SUPPORT;
                case DanePlan.Refuse p -> Fate.WAITS;
            };
        }
    }

    /// Decides as the engine does: takes hosts in order, and the first usable one counts.
    ///
    /// @param hosts the planned hosts of an MX route, empty for other routes
    static Outlook of(Route route, DestinationProfile profile, List<PlannedHost> hosts) {
        return switch (route) {
            case Route.Mx mx -> byHosts(profile, hosts);
            case Route.Relay relay -> alongRoute(profile, relay);
            case Route.Literal literal -> byTlsSupport(profile, "address literal");
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
                ? byTlsSupport(profile, "SMTP route " + relay.routeText())
                : new Outlook(
                        Fate.WAITS,
                        profile.tls(),
                        profile.dane(),
                        "an SMTP route replaces the MX hosts (" + relay.routeText() + "): DANE cannot be verified");
    }

    /// The outcome for hosts of a route and for literals, which are not dialled.
    private static Outlook byTlsSupport(DestinationProfile profile, String where) {
        return Tried.Need.of(profile.tls()).notMade() instanceof Tried.NotMade notMade
                ? new Outlook(Fate.UNCHECKED, profile.tls(), profile.dane(), where + "; " + notMade.what())
                : new Outlook(Fate.TLS_SUPPORT, profile.tls(), profile.dane(), where);
    }

    private static Outlook byHosts(DestinationProfile profile, List<PlannedHost> hosts) {
        for (PlannedHost host : hosts) {
            if (host.ends()) {
                return host.outlook(profile);
            }
        }
        if (!hosts.isEmpty() && hosts.stream().noneMatch(h -> h.never().isEmpty())) {
            return new Outlook(
                    Fate.BOUNCES, profile.tls(), profile.dane(), hosts.getLast().never());
        }
        return hosts.isEmpty()
                ? new Outlook(Fate.WAITS, profile.tls(), profile.dane(), "no host to deliver to")
                : hosts.getFirst().passedOver(profile);
    }

    /// Whether the outcome is known.
    public boolean known() {
        return fate != Fate.UNKNOWN && fate != Fate.UNCHECKED;
    }

    /// Whether mail gets through to the destination.
    public boolean delivers() {
        return switch (fate) {
            case DANE, ENCRYPTED, FALLBACK, TLS_SUPPORT -> true;
            case WAITS, BOUNCES, DROPPED, UNCHECKED, UNKNOWN -> false;
        };
    }

    /// Whether mail does not get through.
    public boolean stops() {
        return known() && !delivers();
    }

    /// Age, at a moment, of the attempt that the outcome is based on: `40 s`, `3 min`, `2 h`, `4 d`; empty when
    /// there is none.
    public String age(Instant now) {
        if (attempt == null) {
            return "";
        }
        long seconds = Math.max(0, Duration.between(attempt, now).toSeconds());
        if (seconds < 3600) {
            return seconds < 60 ? seconds + " s" : seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }

    /// Whether mail is treated the same, whatever the wording of the reason.
    boolean sameTreatment(Outlook other) {
        return fate == other.fate && tls == other.tls && dane == other.dane;
    }
}
