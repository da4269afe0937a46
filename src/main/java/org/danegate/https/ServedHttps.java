package org.danegate.https;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Service;
import org.danegate.access.ConsoleServer;
import org.danegate.certificate.CertificateFolder;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves HTTPS as the settings say. What is wrong with a certificate never ends HTTPS that works: the last good pair
/// goes on being presented, and at a start the self-signed certificate stands in. Changes are guarded by the lock of
/// {@link ConsoleHttps}.
final class ServedHttps implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleHttps.class);

    /// Time in which requests that arrived at a former place are answered.
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final CertificateFolder folder;
    private final ConsoleServer server;
    private final InetAddress plain;
    private final HttpsTroubles troubles;
    private final InstantSource clock;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("console-https").factory());
    private volatile @Nullable Service service;
    private volatile @Nullable Serving serving;

    /// @param plain address of HTTP, used when the settings name none
    ServedHttps(
            CertificateFolder folder,
            ConsoleServer server,
            InetAddress plain,
            HttpsTroubles troubles,
            InstantSource clock) {
        this.folder = folder;
        this.server = server;
        this.plain = plain;
        this.troubles = troubles;
        this.clock = clock;
    }

    /// HTTPS as it is served now; null when it is not.
    @Nullable
    Serving now() {
        return serving;
    }

    /// The web server runs, and connectors can be added to it.
    void begin(Service running) {
        service = running;
    }

    /// Reads and tries the pair of that name; makes the self-signed one first when it is missing.
    ServingPair.Found pair(String name) {
        if (name.equals(CertificateFolder.SELF_SIGNED)) {
            try {
                folder.makeSelfSigned(clock.instant());
            } catch (IOException | GeneralSecurityException e) {
                LOG.warn("The self-signed certificate cannot be made", e);
            }
        }
        return ServingPair.read(folder, name, clock.instant());
    }

    /// Opens HTTPS when it should be open and is not, and presents a changed pair.
    void look(HttpsSettings settings) {
        Serving now = serving;
        if (service == null || !settings.on()) {
            return;
        }
        if (now == null) {
            openAnyhow(settings);
        } else {
            renew(now, pair(settings.certificate()));
        }
    }

    /// Presents the new pair, unless the present one serves people better.
    private void renew(Serving now, ServingPair.Found found) {
        switch (found) {
            case ServingPair.Found.Broken broken -> kept(now, broken.reason());
            case ServingPair.Found.Usable usable -> {
                ServingPair pair = usable.pair();
                Wording doubt = pair.doubt();
                boolean changed = now.standIn() || !pair.same(now.pair());
                if (changed && doubt != null && !now.standIn()) {
                    troubles.kept(doubt);
                    return;
                }
                if (changed) {
                    present(now, pair);
                }
                troubles.pairIsGood();
            }
        }
    }

    private void kept(Serving now, Wording reason) {
        if (now.standIn()) {
            troubles.standIn(reason);
        } else {
            troubles.kept(reason);
        }
    }

    private void present(Serving now, ServingPair pair) {
        now.connector().present(pair.store());
        serving = now.presenting(pair);
        LOG.info("The console presents certificate {}, SHA-256 {}", pair.name(), pair.fingerprint());
    }

    /// With the self-signed certificate when the chosen one cannot be used.
    private void openAnyhow(HttpsSettings settings) {
        switch (pair(settings.certificate())) {
            case ServingPair.Found.Usable usable -> {
                troubles.pairIsGood();
                tryToOpen(settings, usable.pair(), false);
            }
            case ServingPair.Found.Broken broken -> {
                if (pair(CertificateFolder.SELF_SIGNED) instanceof ServingPair.Found.Usable own) {
                    troubles.standIn(broken.reason());
                    tryToOpen(settings, own.pair(), true);
                } else {
                    troubles.nothingToPresent(broken.reason());
                }
            }
        }
    }

    private void tryToOpen(HttpsSettings settings, ServingPair pair, boolean standIn) {
        try {
            serving = open(settings, pair, standIn);
        } catch (IOException e) {
            troubles.notListening(address(settings).getHostAddress(), settings.port(), String.valueOf(e.getMessage()));
        }
    }

    /// Serves by other settings. When that is not possible, everything stays as it was.
    ///
    /// @param pair what to present; null to end HTTPS
    /// @throws IOException when it cannot listen there, with the system's reason
    void change(HttpsSettings before, HttpsSettings wanted, @Nullable ServingPair pair) throws IOException {
        Serving now = serving;
        if (service == null) {
            return;
        }
        if (now != null && pair != null && before.samePlace(wanted)) {
            present(now, pair);
        } else {
            move(now, before, wanted, pair);
        }
        troubles.pairIsGood();
        troubles.listens();
    }

    /// The former place is given up first: it may be a part of the new one, such as an address of all addresses.
    private void move(@Nullable Serving now, HttpsSettings before, HttpsSettings wanted, @Nullable ServingPair pair)
            throws IOException {
        if (now != null) {
            now.connector().stopListening();
        }
        serving = null;
        try {
            if (pair != null) {
                serving = open(wanted, pair, false);
            }
        } catch (IOException e) {
            if (now != null) {
                serving = open(before, now.pair(), now.standIn());
            }
            throw e;
        } finally {
            if (now != null) {
                later.schedule(now.connector()::end, FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private InetAddress address(HttpsSettings settings) {
        return settings.address().isEmpty() ? plain : InetAddress.ofLiteral(settings.address());
    }

    private Serving open(HttpsSettings settings, ServingPair pair, boolean standIn) throws IOException {
        Service running = service;
        if (running == null) {
            throw new IOException("The web server does not run");
        }
        InetAddress address = address(settings);
        TlsConnector connector = TlsConnector.open(server, running, address, settings.port(), pair.store());
        troubles.listens();
        LOG.info(
                "Console: https://{}:{}/ with certificate {}, SHA-256 {}",
                address.getHostAddress(),
                connector.port(),
                pair.name(),
                pair.fingerprint());
        return new Serving(connector, address, connector.port(), pair, standIn);
    }

    @Override
    public void close() {
        later.shutdownNow();
    }
}
