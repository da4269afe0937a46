package org.danegate.certificate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.policy.Policy;

/// A place in the configuration that uses a certificate.
///
/// @param listener name of the listener; empty for *Destination Controls > Global Settings*
/// @param inForce whether the policy in force uses it there
/// @param inDraft whether the working copy uses it there
public record CertificateUse(String listener, boolean inForce, boolean inDraft) {

    /// Whether it is presented to receivers, as a client certificate.
    public boolean client() {
        return listener.isEmpty();
    }

    /// The places that use a certificate.
    ///
    /// @param installed existing names: a listener that names none of them presents the self-signed one
    static List<CertificateUse> of(String name, List<String> installed, Policy inForce, Policy draft) {
        List<String> now = places(name, installed, inForce);
        List<String> then = places(name, installed, draft);
        Map<String, CertificateUse> uses = new LinkedHashMap<>();
        for (String place : now) {
            uses.put(place, new CertificateUse(place, true, then.contains(place)));
        }
        for (String place : then) {
            uses.putIfAbsent(place, new CertificateUse(place, false, true));
        }
        return List.copyOf(uses.values());
    }

    private static List<String> places(String name, List<String> installed, Policy policy) {
        List<String> places = new ArrayList<>();
        if (name.equals(policy.destinationControls().global().certificate())) {
            places.add("");
        }
        for (ListenerSettings listener : policy.listeners()) {
            String wanted = Objects.requireNonNullElse(listener.certificate(), "");
            String presented = installed.contains(wanted) ? wanted : CertificateFolder.SELF_SIGNED;
            if (listener.tls() != ListenerTls.NONE && presented.equals(name)) {
                places.add(listener.name());
            }
        }
        return places;
    }
}
