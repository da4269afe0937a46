package org.danegate.https;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.apache.catalina.Service;
import org.danegate.access.OwnTls;
import org.danegate.certificate.ConsoleCertificate;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The console's HTTPS, next to HTTP. Administrators turn it on, move it and give it another certificate while the
/// server runs.
public final class ConsoleHttps implements OwnTls, ConsoleCertificate {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleHttps.class);

    private final SettingsFile file;
    private final GivenSettings given;
    private final ServedHttps served;
    private final HttpsTroubles troubles;
    private final HttpsActs acts;
    private final IntSupplier plainPort;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile HttpsSettings chosen;

    /// @param plainPort the port of HTTP, once the server runs
    ConsoleHttps(
            SettingsFile file,
            GivenSettings given,
            ServedHttps served,
            HttpsTroubles troubles,
            HttpsActs acts,
            IntSupplier plainPort) {
        this.file = file;
        this.given = given;
        this.served = served;
        this.troubles = troubles;
        this.acts = acts;
        this.plainPort = plainPort;
        this.chosen = file.read();
    }

    /// The settings in force.
    public HttpsSettings settings() {
        return given.over(chosen);
    }

    /// The settings that the page cannot change.
    public GivenSettings given() {
        return given;
    }

    /// What is wrong, as sentences for people.
    public List<Wording> troubles() {
        return troubles.all();
    }

    /// HTTPS as people see it.
    ///
    /// @param certificate name of what is presented
    /// @param fingerprint its SHA-256
    /// @param standIn whether the self-signed certificate stands in for the chosen one
    public record Shown(String address, int port, String certificate, String fingerprint, boolean standIn) {}

    /// HTTPS as it is served now; empty when it is not.
    public Optional<Shown> shown() {
        return Optional.ofNullable(served.now())
                .map(now -> new Shown(
                        now.address().getHostAddress(),
                        now.port(),
                        now.pair().name(),
                        now.pair().fingerprint(),
                        now.standIn()));
    }

    /// Chooses other settings, at once and for later starts. Where a setting was given at the start, the given one
    /// stays in force.
    ///
    /// @param wanted its `seen` does not matter
    /// @return why they are not chosen; nothing was changed then
    /// @throws IOException when they cannot be stored
    public List<Fault> choose(HttpsSettings wanted, HttpsChecks.Way way, String user) throws IOException {
        lock.lock();
        try {
            HttpsSettings before = settings();
            HttpsSettings then = given.over(wanted);
            ServingPair.Found found = then.on() ? served.pair(then.certificate()) : null;
            List<Fault> faults = HttpsChecks.check(then, before, found, plainPort.getAsInt(), way);
            if (!faults.isEmpty()) {
                return faults;
            }
            HttpsSettings old = chosen;
            HttpsSettings fresh = wanted.seen(before.samePlace(then) && (old.seen() || way.own()));
            file.write(fresh);
            chosen = fresh;
            try {
                ServingPair pair = found instanceof ServingPair.Found.Usable usable ? usable.pair() : null;
                served.change(before, then, pair);
            } catch (IOException e) {
                chosen = old;
                file.write(old);
                return List.of(Fault.error(
                        "address",
                        Wording.of("https.fault.bind", Integer.toString(then.port()), String.valueOf(e.getMessage()))));
            }
            acts.changed(user, before, then);
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /// The web server runs.
    void begin(Service running) {
        served.begin(running);
        look();
    }

    /// Opens HTTPS when it should be open and is not, and takes a changed certificate.
    void look() {
        lock.lock();
        try {
            served.look(settings());
        } finally {
            lock.unlock();
        }
    }

    /// Notes that a user has been here by the console's own HTTPS: requests in clear may be redirected now.
    ///
    /// @param local the port of this machine at which the request arrived
    void seen(int local) {
        Serving now = served.now();
        if (chosen.seen() || now == null || now.port() != local) {
            return;
        }
        lock.lock();
        try {
            HttpsSettings fresh = chosen.seen(true);
            file.write(fresh);
            chosen = fresh;
            LOG.info("A user has been here by HTTPS.");
        } catch (IOException e) {
            LOG.warn("It could not be stored that a user has been here by HTTPS", e);
        } finally {
            lock.unlock();
        }
    }

    /// Whether a request arrived by the console's own HTTPS.
    ///
    /// @param secure whether it came by TLS, as the browser sees it
    /// @param local the port of this machine at which it arrived
    public boolean isOwn(boolean secure, int local) {
        Serving now = served.now();
        return secure && now != null && now.port() == local;
    }

    /// Whether HTTPS is served, but not at this address of the machine: requests there are answered in clear.
    public boolean isElsewhere(String local) {
        Serving now = served.now();
        return now != null && !now.listensAt(local);
    }

    @Override
    public String name() {
        return settings().certificate();
    }

    @Override
    public Optional<String> strictTransport() {
        Serving now = served.now();
        StrictTransport strict = settings().strict();
        return strict == StrictTransport.YEAR && now != null && now.standIn() ? Optional.empty() : strict.header();
    }

    @Override
    public boolean isFor(String name) {
        Serving now = served.now();
        return now != null && now.pair().isFor(name);
    }

    @Override
    public OptionalInt instead(String local) {
        Serving now = served.now();
        HttpsSettings settings = settings();
        return now != null && !now.standIn() && settings.redirect() && settings.seen() && now.listensAt(local)
                ? OptionalInt.of(now.port())
                : OptionalInt.empty();
    }
}
