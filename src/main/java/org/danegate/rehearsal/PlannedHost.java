package org.danegate.rehearsal;

import java.time.Instant;
import org.danegate.dane.DanePlan;
import org.danegate.policy.DestinationProfile;
import org.danegate.rehearsal.Outlook.Basis;
import org.danegate.rehearsal.Outlook.Fate;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

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

    /// The outcome when this host is the one that counts.
    Outlook outlook(DestinationProfile profile) {
        return switch (tried) {
            case Tried.NotNeeded n -> Outlook.of(delivered(plan), profile, why());
            case Tried.NotMade n -> Outlook.of(Fate.UNCHECKED, profile, why());
            case Tried.Passed p -> shown(matchedBefore(p) ? Fate.UNCHECKED : delivered(plan), profile, p.attempt());
            case Tried.Refused r -> shown(Fate.WAITS, profile, r.attempt());
        };
    }

    /// Whether the certificate matched in an attempt and was not seen in this run. It may have been replaced since,
    /// so nobody may rely on it.
    private boolean matchedBefore(Tried.Passed passed) {
        return plan instanceof DanePlan.Authenticate && passed.attempt() != null;
    }

    private Outlook shown(Fate fate, DestinationProfile profile, @Nullable Instant attempt) {
        Basis basis = attempt == null ? Basis.SERVER : Basis.ATTEMPT;
        return new Outlook(fate, profile.tls(), profile.dane(), why(), basis, attempt);
    }

    /// The outcome when neither this host nor one after it can be used.
    Outlook passedOver(DestinationProfile profile) {
        return tried instanceof Tried.Refused r
                ? shown(Fate.WAITS, profile, r.attempt())
                : Outlook.of(Fate.WAITS, profile, why());
    }

    private Wording why() {
        Wording planned = Said.of(plan.reason());
        Wording dns = reachable ? planned : Wording.of("rehearsal.why.no-usable-address", planned);
        Wording all = switch (tried) {
            case Tried.NotNeeded n -> dns;
            case Tried.NotMade n -> Said.both(dns, n.what());
            case Tried.Passed p
            when matchedBefore(p) -> Said.both(dns, Wording.of("rehearsal.why.matched-before", p.what()));
            case Tried.Passed p -> Said.both(dns, p.what());
            case Tried.Refused r -> r.why();
        };
        return Wording.of("rehearsal.why.host", host, all);
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
