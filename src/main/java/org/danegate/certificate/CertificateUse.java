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

/// A place in the configuration that uses a certificate.
///
/// @param listener name of the listener; empty for other places
/// @param inForce whether the policy in force uses it there
/// @param inDraft whether the working copy uses it there
/// @param log name of the log subscription whose collector it is presented to; empty for other places
public record CertificateUse(String listener, boolean inForce, boolean inDraft, String log) {

    /// A listener, or *Destination Controls > Global Settings* when it has no name.
    public CertificateUse(String listener, boolean inForce, boolean inDraft) {
        this(listener, inForce, inDraft, "");
    }

    /// Whether it is presented to receivers, as a client certificate.
    public boolean client() {
        return listener.isEmpty() && log.isEmpty();
    }

    /// @param listener empty for other places
    /// @param log empty for other places
    private record Place(String listener, String log) {

        CertificateUse use(boolean inForce, boolean inDraft) {
            return new CertificateUse(listener, inForce, inDraft, log);
        }
    }

    /// The places that use a certificate.
    ///
    /// @param installed existing names: a listener that names none of them presents the self-signed one
    static List<CertificateUse> of(String name, List<String> installed, Policy inForce, Policy draft) {
        List<Place> now = places(name, installed, inForce);
        List<Place> then = places(name, installed, draft);
        Map<Place, CertificateUse> uses = new LinkedHashMap<>();
        for (Place place : now) {
            uses.put(place, place.use(true, then.contains(place)));
        }
        for (Place place : then) {
            uses.putIfAbsent(place, place.use(false, true));
        }
        return List.copyOf(uses.values());
    }

    private static List<Place> places(String name, List<String> installed, Policy policy) {
        List<Place> places = new ArrayList<>();
        if (name.equals(policy.destinationControls().global().certificate())) {
            places.add(new Place("", ""));
        }
        for (ListenerSettings listener : policy.listeners()) {
            String wanted = Objects.requireNonNullElse(listener.certificate(), "");
            String presented = installed.contains(wanted) ? wanted : CertificateFolder.SELF_SIGNED;
            if (listener.tls() != ListenerTls.NONE && presented.equals(name)) {
                places.add(new Place(listener.name(), ""));
            }
        }
        for (LogSubscription log : policy.logSubscriptions()) {
            if (log.pushes() && name.equals(log.syslog().certificate())) {
                places.add(new Place("", log.name()));
            }
        }
        return places;
    }
}
