package org.danegate.https;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;

/// Publishes what administrators did to the console's HTTPS.
final class HttpsActs {

    private final DeliveryEvents events;
    private final InstantSource clock;

    HttpsActs(DeliveryEvents events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    void changed(String user, HttpsSettings before, HttpsSettings after) {
        String action = after.on()
                ? "set the console's HTTPS to certificate " + after.certificate() + ", port " + after.port()
                : "turned off the console's HTTPS";
        events.publish(new DeliveryEvent.AdministratorActed(clock.instant(), user, action, changes(before, after)));
    }

    private static String changes(HttpsSettings before, HttpsSettings after) {
        List<String> lines = new ArrayList<>();
        line(lines, "Certificate", before.certificate(), after.certificate());
        line(lines, "Address", before.address(), after.address());
        line(lines, "Port", Integer.toString(before.port()), Integer.toString(after.port()));
        line(lines, "Redirect HTTP", Boolean.toString(before.redirect()), Boolean.toString(after.redirect()));
        line(lines, "HSTS", word(before.strict()), word(after.strict()));
        return String.join("\n", lines);
    }

    private static String word(StrictTransport strict) {
        return strict.name().toLowerCase(Locale.ROOT);
    }

    private static void line(List<String> lines, String what, String before, String after) {
        if (!before.equals(after)) {
            lines.add(what + ": " + (before.isEmpty() ? "–" : before) + " → " + (after.isEmpty() ? "–" : after));
        }
    }
}
