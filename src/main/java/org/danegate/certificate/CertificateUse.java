package org.danegate.certificate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.policy.LogSubscription;
import org.danegate.policy.Policy;

/// A place that uses a certificate.
///
/// @param listener name of the listener; empty for other places
/// @param inForce whether it is used there now
/// @param inDraft whether the working copy uses it there; true for the console, which no working copy changes
/// @param log name of the log subscription; empty for other places
public record CertificateUse(Place place, String listener, boolean inForce, boolean inDraft, String log) {

    /// A place that is no log subscription.
    public CertificateUse(Place place, String listener, boolean inForce, boolean inDraft) {
        this(place, listener, inForce, inDraft, "");
    }

    /// Kinds of places.
    public enum Place {
        /// To senders.
        LISTENER,
        /// To receivers, as a client certificate: *Destination Controls > Global Settings*.
        CLIENT,
        /// To the collector of a log subscription, as a client certificate.
        LOG,
        /// To browsers, by the console itself.
        CONSOLE
    }

    private record Spot(Place place, String name) {

        CertificateUse use(boolean inForce, boolean inDraft) {
            return place == Place.LOG
                    ? new CertificateUse(place, "", inForce, inDraft, name)
                    : new CertificateUse(place, name, inForce, inDraft);
        }
    }

    /// The console presents it.
    static CertificateUse console() {
        return new CertificateUse(Place.CONSOLE, "", true, true);
    }

    /// The places in the policy that use a certificate.
    ///
    /// @param installed existing names: a listener that names none of them presents the self-signed one
    static List<CertificateUse> of(String name, List<String> installed, Policy inForce, Policy draft) {
        List<Spot> now = spots(name, installed, inForce);
        List<Spot> then = spots(name, installed, draft);
        Map<Spot, CertificateUse> uses = new LinkedHashMap<>();
        for (Spot spot : now) {
            uses.put(spot, spot.use(true, then.contains(spot)));
        }
        for (Spot spot : then) {
            uses.putIfAbsent(spot, spot.use(false, true));
        }
        return List.copyOf(uses.values());
    }

    private static List<Spot> spots(String name, List<String> installed, Policy policy) {
        List<Spot> spots = new ArrayList<>();
        if (name.equals(policy.destinationControls().global().certificate())) {
            spots.add(new Spot(Place.CLIENT, ""));
        }
        for (ListenerSettings listener : policy.listeners()) {
            String wanted = Objects.requireNonNullElse(listener.certificate(), "");
            String presented = installed.contains(wanted) ? wanted : CertificateFolder.SELF_SIGNED;
            if (listener.tls() != ListenerTls.NONE && presented.equals(name)) {
                spots.add(new Spot(Place.LISTENER, listener.name()));
            }
        }
        for (LogSubscription log : policy.logSubscriptions()) {
            if (log.pushes() && name.equals(log.syslog().certificate())) {
                spots.add(new Spot(Place.LOG, log.name()));
            }
        }
        return spots;
    }
}
