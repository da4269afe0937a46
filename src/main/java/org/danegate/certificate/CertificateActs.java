package org.danegate.certificate;

import java.security.cert.X509Certificate;
import java.time.InstantSource;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;

/// Publishes what administrators did to certificates.
final class CertificateActs {

    private final DeliveryEvents events;
    private final InstantSource clock;

    CertificateActs(DeliveryEvents events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    void installed(String user, String name, X509Certificate own) {
        acted(user, "installed certificate " + name + ", SHA-256 " + InstalledCertificate.fingerprint(own), "");
    }

    /// @param before fingerprint of the certificate that was replaced
    void replaced(String user, String name, String before, X509Certificate own) {
        String after = InstalledCertificate.fingerprint(own);
        acted(user, "replaced certificate " + name + ", SHA-256 " + after, "SHA-256: " + before + " → " + after);
    }

    void generated(String user, String name, X509Certificate own) {
        acted(
                user,
                "generated key and self-signed certificate " + name + ", SHA-256 "
                        + InstalledCertificate.fingerprint(own),
                "");
    }

    void deleted(String user, String name) {
        acted(user, "deleted certificate " + name + " and its key", "");
    }

    private void acted(String user, String action, String changes) {
        events.publish(new DeliveryEvent.AdministratorActed(clock.instant(), user, action, changes));
    }
}
