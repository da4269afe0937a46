package org.danegate.certificate;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.event.Findings;
import org.danegate.wording.Wording;
import org.springframework.scheduling.annotation.Scheduled;

/// Checks every ten minutes which certificates expire soon. It warns once when 30 days are left, once when 7 are, and
/// each day after expiry, and reports at the next check that one was replaced. After a start it warns once more,
/// because the earlier warning may not have reached anyone.
class ExpiryWatch {

    private final Certificates certificates;
    private final DeliveryEvents events;
    private final InstantSource clock;
    private final Findings<String> warnings = new Findings<>();

    ExpiryWatch(Certificates certificates, DeliveryEvents events, InstantSource clock) {
        this.certificates = certificates;
        this.events = events;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = 10, initialDelay = 1, timeUnit = TimeUnit.MINUTES)
    void look() {
        Map<String, InstalledCertificate> ending = new LinkedHashMap<>();
        Map<String, String> stages = new LinkedHashMap<>();
        for (InstalledCertificate one : certificates.all()) {
            String stage = stage(one);
            if (!stage.isEmpty()) {
                ending.put(one.name(), one);
                stages.put(one.name(), stage);
            }
        }
        warnings.look(stages, (name, stage) -> warn(Objects.requireNonNull(ending.get(name))), this::mended);
    }

    private void mended(String name) {
        events.publish(new DeliveryEvent.ConditionSeen(
                clock.instant(),
                DeliveryEvent.Condition.CERTIFICATE,
                DeliveryEvent.Weight.INFORMATION,
                name,
                Wording.of("certificate.alert.replaced", name)));
    }

    /// The text that identifies a warning, so that it is not repeated; empty when there is nothing to warn of.
    private String stage(InstalledCertificate one) {
        Validity validity = one.validity(clock.instant());
        String end = one.to() + " " + validity;
        return switch (validity) {
            case GOOD, NOT_YET -> "";
            case SOON, VERY_SOON -> end;
            case EXPIRED -> end + " " + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        };
    }

    private void warn(InstalledCertificate one) {
        boolean expired = one.validity(clock.instant()) == Validity.EXPIRED;
        Wording used = Wording.of(one.uses().isEmpty() ? "certificate.alert.unused" : "certificate.alert.used");
        String end = one.to().toString();
        Wording wording = expired
                ? Wording.of("certificate.alert.expired", one.name(), end, used)
                : Wording.of("certificate.alert.expires", one.name(), end, one.daysLeft(clock.instant()), used);
        events.publish(new DeliveryEvent.ConditionSeen(
                clock.instant(),
                DeliveryEvent.Condition.CERTIFICATE,
                expired ? DeliveryEvent.Weight.CRITICAL : DeliveryEvent.Weight.WARNING,
                one.name(),
                wording));
    }
}
