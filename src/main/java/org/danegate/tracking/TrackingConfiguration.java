package org.danegate.tracking;

import java.nio.file.Path;
import java.time.InstantSource;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.status.StatusFacts;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/// Beans of message tracking.
@Configuration(proxyBeanMethods = false)
class TrackingConfiguration {

    /// @param days full days that are kept, from 1
    /// @param size space that all days together may take
    @Bean(destroyMethod = "close")
    TrackingStore trackingStore(
            @Value("${danegate.data-dir}") Path dataDir,
            @Value("${danegate.tracking.days:30}") int days,
            @Value("${danegate.tracking.size:10GB}") DataSize size) {
        if (days < 1) {
            throw new IllegalArgumentException("danegate.tracking.days is at least 1, not " + days);
        }
        return new TrackingStore(dataDir.resolve("tracking"), days, size.toBytes());
    }

    @Bean
    TrackingReader trackingReader(TrackingStore store) {
        return new TrackingReader(store);
    }

    @Bean
    TrackingKeeping trackingKeeping(TrackingReader reader, TrackingStore store, InstantSource clock) {
        return new TrackingKeeping(reader, store, clock);
    }

    @Bean
    Tracking tracking(TrackingStore store, TrackingReader reader) {
        return new Tracking(store, reader);
    }

    /// Every message that is finished when a copy begins is in it.
    @Bean
    TrackingCopies trackingCopies(TrackingReader reader, TrackingStore store) {
        return folder -> {
            reader.flush();
            store.copy(folder);
        };
    }

    @Bean
    StatusFacts trackingFacts(Tracking tracking) {
        return new TrackingFacts(tracking);
    }

    @Bean
    HealthIndicator messageTrackingHealthIndicator(Tracking tracking) {
        return () -> tracking.notRecorded()
                .map(gap -> Health.down().withDetail("reason", gap.cause()).build())
                .orElseGet(() -> Health.up().build());
    }

    @Bean
    MenuEntry trackingMenu() {
        return new MenuEntry(MenuSection.MONITOR, "Message Tracking", "/monitor/message-tracking", 40);
    }
}
