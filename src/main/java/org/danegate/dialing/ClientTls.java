package org.danegate.dialing;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.danegate.certificate.CertificateFolder;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.smtp.KeyExchangeGroups;
import org.danegate.smtp.TlsSessions;
import org.jspecify.annotations.Nullable;

/// TLS as a client, with the certificate of *Destination Controls > Global Settings* for servers that ask for one.
/// Sessions are never shared between certificates.
public final class ClientTls {

    private final CertificateFolder certificates;
    private final DeliveryEvents events;
    private final InstantSource clock;
    private final Supplier<KeyExchangeGroups> groups;
    private final TlsSessions without;
    private final Map<String, TlsSessions> with = new ConcurrentHashMap<>();

    /// @param groups the key exchange groups in force, read at each handshake
    public ClientTls(
            CertificateFolder certificates,
            DeliveryEvents events,
            InstantSource clock,
            Supplier<KeyExchangeGroups> groups) {
        this.certificates = certificates;
        this.events = events;
        this.clock = clock;
        this.groups = groups;
        this.without = TlsSessions.quick(groups);
    }

    /// @param certificate null for none; an unusable certificate is logged once, and none is presented
    public TlsSessions sessions(@Nullable String certificate) {
        return certificate == null ? without : with.computeIfAbsent(certificate, this::load);
    }

    /// Makes certificates be read again when next needed.
    public void forget() {
        with.clear();
    }

    private TlsSessions load(String certificate) {
        try {
            if (certificates.has(certificate)) {
                return TlsSessions.quick(groups, certificates.clientKeys(certificate));
            }
            report("client certificate " + certificate + " is not there; none is shown to receivers");
        } catch (IOException | GeneralSecurityException unusable) {
            report("client certificate " + certificate + " cannot be used and none is shown to receivers: "
                    + unusable.getMessage());
        }
        return without;
    }

    private void report(String text) {
        events.publish(new DeliveryEvent.SystemNotice(clock.instant(), true, text));
    }
}
