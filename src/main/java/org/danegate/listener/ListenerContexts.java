package org.danegate.listener;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.danegate.certificate.CertificateFolder;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What listeners present under TLS: a context for each certificate, made when it is first needed and kept until it is
/// forgotten.
final class ListenerContexts {

    /// Its lines are those of the listeners for who reads the log.
    private static final Logger LOG = LoggerFactory.getLogger(SmtpListeners.class);

    private final Surroundings surroundings;
    private final CertificateFolder certificates;
    private final ReentrantLock lock;
    private final Map<String, SSLContext> contexts = new ConcurrentHashMap<>();
    private final Map<String, String> notUsable = new LinkedHashMap<>();

    /// @param certificates server certificates; the self-signed one is created when needed
    /// @param lock of the listeners: held while a context is made
    ListenerContexts(Surroundings surroundings, CertificateFolder certificates, ReentrantLock lock) {
        this.surroundings = surroundings;
        this.certificates = certificates;
        this.lock = lock;
    }

    /// Forgets all contexts. Called under the lock, so that nothing that is being read now is kept.
    void forget() {
        contexts.clear();
    }

    /// Reads the certificates assigned to listeners at once, so that a fault shows before the first
    /// client connects. Called under the lock.
    void read(List<ListenerSettings> wanted) {
        notUsable.clear();
        wanted.stream().filter(settings -> presented(settings) != null).forEach(this::of);
    }

    /// Why a listener cannot present its assigned certificate; null when it can. Called under the lock.
    @Nullable
    String fault(ListenerSettings settings) {
        String certificate = presented(settings);
        return certificate == null ? null : notUsable.get(certificate);
    }

    /// The certificate assigned to a listener; null when none is assigned or the listener offers no TLS.
    private static @Nullable String presented(ListenerSettings settings) {
        return settings.tls() == ListenerTls.NONE ? null : settings.certificate();
    }

    /// The context of a listener; null when it offers no TLS, or cannot.
    @Nullable
    SSLContext of(ListenerSettings settings) {
        if (settings.tls() == ListenerTls.NONE) {
            return null;
        }
        String name = settings.certificate() == null ? "" : settings.certificate();
        SSLContext known = contexts.get(name);
        return known != null ? known : knownOrMade(name);
    }

    private @Nullable SSLContext knownOrMade(String name) {
        lock.lock();
        try {
            SSLContext known = contexts.get(name);
            if (known == null) {
                known = made(name);
                contexts.put(name, known);
            }
            return known;
        } catch (IOException | GeneralSecurityException unusable) {
            notUsable.put(name, "STARTTLS is not offered: " + unusable.getMessage());
            report("STARTTLS is not offered: certificate " + name + " cannot be used: " + unusable.getMessage());
            return null;
        } finally {
            lock.unlock();
        }
    }

    private SSLContext made(String name) throws IOException, GeneralSecurityException {
        if (!name.isEmpty() && !certificates.has(name)) {
            notUsable.put(name, "Certificate " + name + " is not there; a self-signed one is presented");
            report("Certificate " + name + " is not there; listeners present a self-signed one");
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                certificates.has(name)
                        ? certificates.keys(name)
                        : certificates.selfSigned(surroundings.clock().instant()),
                null,
                null);
        return context;
    }

    private void report(String text) {
        LOG.warn(text);
        surroundings
                .events()
                .publish(new DeliveryEvent.SystemNotice(surroundings.clock().instant(), true, text));
    }
}
