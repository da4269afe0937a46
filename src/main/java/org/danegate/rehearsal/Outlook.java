package org.danegate.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.danegate.dialing.Route;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.TlsSupport;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// What would become of relayed mail for a destination under one policy, as far as was checked. Whether hosts are up is
/// not checked.
///
/// @param tls TLS Support in force
/// @param dane DANE Support in force
/// @param why one sentence or phrase
/// @param basis what the outcome is based on
/// @param attempt time of the delivery attempt that the outcome is based on, null when there is none
public record Outlook(
        Fate fate,
        TlsSupport tls,
        DaneSupport dane,
        Wording why,
        Basis basis,
        @Nullable Instant attempt) {

    /// An outcome that follows from the policy and DNS only.
    Outlook(Fate fate, TlsSupport tls, DaneSupport dane, Wording why) {
        this(fate, tls, dane, why, Basis.LOOKUPS, null);
    }

    /// An outcome that follows from the policy and DNS only.
    static Outlook of(Fate fate, DestinationProfile profile, Wording why) {
        return new Outlook(fate, profile.tls(), profile.dane(), why);
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
        /// Delivered: the certificate matched TLSA records in this run.
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
        /// Depends on the server's certificate or on TLS with it, which was not checked in this run.
        UNCHECKED,
        /// Not determined within the time limit.
        UNKNOWN
    }

    /// Decides as the engine does: takes hosts in order, and the first usable one counts.
    ///
    /// @param hosts the planned hosts of an MX route, or of an SMTP route that allows DANE; empty for other routes
    static Outlook of(Route route, DestinationProfile profile, List<PlannedHost> hosts) {
        return switch (route) {
            case Route.Mx mx -> byHosts(profile, hosts);
            case Route.Relay relay -> hosts.isEmpty() ? alongRoute(profile, relay) : byHosts(profile, hosts);
            case Route.Literal literal -> byTlsSupport(profile, Wording.of("rehearsal.why.literal"));
            case Route.Discard discard -> of(Fate.DROPPED, profile, Wording.of("rehearsal.why.discarded"));
            case Route.Unresolved unresolved ->
                of(Fate.WAITS, profile, Said.of(unresolved.trouble().text()));
            case Route.Impossible impossible ->
                of(Fate.BOUNCES, profile, Said.of(impossible.trouble().text()));
        };
    }

    private static Outlook alongRoute(DestinationProfile profile, Route.Relay relay) {
        return profile.dane() == DaneSupport.NONE
                ? byTlsSupport(profile, Wording.of("rehearsal.why.route", relay.routeText()))
                : of(Fate.WAITS, profile, Wording.of("rehearsal.why.route-without-dane", relay.routeText()));
    }

    /// The outcome for hosts of a route and for literals, which are not dialled.
    private static Outlook byTlsSupport(DestinationProfile profile, Wording where) {
        return Tried.Need.of(profile.tls()).notMade() instanceof Tried.NotMade notMade
                ? of(Fate.UNCHECKED, profile, Said.both(where, notMade.what()))
                : of(Fate.TLS_SUPPORT, profile, where);
    }

    private static Outlook byHosts(DestinationProfile profile, List<PlannedHost> hosts) {
        for (PlannedHost host : hosts) {
            if (host.ends()) {
                return host.outlook(profile);
            }
        }
        if (!hosts.isEmpty() && hosts.stream().noneMatch(h -> h.never().isEmpty())) {
            return of(Fate.BOUNCES, profile, Said.of(hosts.getLast().never()));
        }
        return hosts.isEmpty()
                ? of(Fate.WAITS, profile, Wording.of("rehearsal.why.no-host"))
                : hosts.getFirst().passedOver(profile);
    }

    /// The reason in English.
    public String reason() {
        return why.english();
    }

    /// The last part of the code of the outcome's words.
    public String word() {
        boolean tlsOnly = dane == DaneSupport.NONE && tls == TlsSupport.REQUIRED;
        return fate == Fate.UNCHECKED && tlsOnly ? "unchecked.tls" : fate.name().toLowerCase(Locale.ROOT);
    }

    /// Whether mail waits because of what the newest delivery attempt found.
    public boolean waitsAsSeen() {
        return fate == Fate.WAITS && basis == Basis.ATTEMPT;
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
