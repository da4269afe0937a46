package org.danegate.certificate;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;

/// How long each installed certificate is still valid, as a metric. Looks each minute for certificates that came or
/// went.
class ExpiryMetrics {

    private final Certificates certificates;
    private final InstantSource clock;
    private final MultiGauge left;

    ExpiryMetrics(Certificates certificates, MeterRegistry registry, InstantSource clock) {
        this.certificates = certificates;
        this.clock = clock;
        this.left = MultiGauge.builder("danegate.certificate.expiry.seconds")
                .description("Seconds until the certificate expires; negative after that")
                .register(registry);
    }

    @Scheduled(fixedDelay = 60, initialDelay = 5, timeUnit = TimeUnit.SECONDS)
    void look() {
        left.register(certificates.all().stream().map(this::row).toList(), true);
    }

    private Row<?> row(InstalledCertificate one) {
        Instant end = one.to();
        return Row.of(
                Tags.of("name", one.name()),
                () -> Duration.between(clock.instant(), end).toSeconds());
    }
}
