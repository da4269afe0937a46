package org.danegate.https;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// Whether settings may be chosen: nobody may lock himself out with them.
public final class HttpsChecks {

    private static final int HIGHEST_PORT = 65_535;

    private HttpsChecks() {}

    /// How the request that chooses came.
    ///
    /// @param secure by TLS, the console's own or that of a trusted proxy
    /// @param own by the console's own HTTPS
    public record Way(boolean secure, boolean own) {}

    /// @param found the files of the chosen certificate; null when none is chosen
    /// @param plainPort the port of HTTP
    /// @param before the settings in force
    static List<Fault> check(
            HttpsSettings wanted, HttpsSettings before, ServingPair.@Nullable Found found, int plainPort, Way way) {
        List<Fault> faults = new ArrayList<>();
        if (found != null) {
            objection(found).ifPresent(reason -> faults.add(Fault.error("certificate", reason)));
        } else if (way.own()) {
            faults.add(fault("certificate", "https.fault.off"));
        }
        if (!wanted.address().isEmpty() && !isAddress(wanted.address())) {
            faults.add(fault("address", "https.fault.address"));
        }
        if (wanted.port() < 1 || wanted.port() > HIGHEST_PORT) {
            faults.add(fault("port", "https.fault.port"));
        } else if (wanted.on() && wanted.port() == plainPort) {
            faults.add(fault("port", "https.fault.port.http"));
        }
        if (wanted.strict() == StrictTransport.YEAR) {
            strict(before, found, way).ifPresent(faults::add);
        }
        return faults;
    }

    private static Optional<Wording> objection(ServingPair.Found found) {
        return switch (found) {
            case ServingPair.Found.Broken broken -> Optional.of(broken.reason());
            case ServingPair.Found.Usable usable ->
                Optional.ofNullable(usable.pair().doubt());
        };
    }

    /// With HSTS a browser shows no way past a certificate that it does not trust.
    private static Optional<Fault> strict(HttpsSettings before, ServingPair.@Nullable Found found, Way way) {
        if (found instanceof ServingPair.Found.Usable usable && usable.pair().selfSigned()) {
            return Optional.of(fault("strict", "https.fault.strict.self-signed"));
        }
        return way.secure() || before.strict() == StrictTransport.YEAR
                ? Optional.empty()
                : Optional.of(fault("strict", "https.fault.strict.seen"));
    }

    private static boolean isAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Fault fault(String field, String code) {
        return Fault.error(field, Wording.of(code));
    }
}
