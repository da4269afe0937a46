package org.danegate.advisor;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.danegate.address.DomainName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Probes a domain because somebody asks for it, with a connection to each MX host.
public final class ProbeNow {

    private static final Logger LOG = LoggerFactory.getLogger(ProbeNow.class);

    private final Probing probing;
    private final Set<DomainName> running = ConcurrentHashMap.newKeySet();

    ProbeNow(Probing probing) {
        this.probing = probing;
    }

    /// What became of a probe.
    public enum Outcome {
        DONE,
        /// It goes on in the background.
        RUNNING,
        /// Too many verifications run, or the probe broke off.
        NOT_NOW
    }

    /// Probes a domain; a probe of it that runs already is not begun again.
    ///
    /// @param patience how long to wait for the result
    public Outcome probe(DomainName domain, Duration patience) throws InterruptedException {
        if (!running.add(domain)) {
            return Outcome.RUNNING;
        }
        boolean[] done = {false};
        Thread work = Thread.ofVirtual().name("advisor-probe").start(() -> done[0] = connect(domain));
        if (!work.join(patience)) {
            return Outcome.RUNNING;
        }
        return done[0] ? Outcome.DONE : Outcome.NOT_NOW;
    }

    private boolean connect(DomainName domain) {
        try {
            return probing.connect(domain);
        } catch (RuntimeException e) {
            LOG.warn("The probe of {} broke off", domain, e);
            return false;
        } finally {
            running.remove(domain);
        }
    }

    /// Whether a domain is being probed.
    public boolean isRunning(DomainName domain) {
        return running.contains(domain);
    }
}
