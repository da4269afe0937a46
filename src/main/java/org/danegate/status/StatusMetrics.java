package org.danegate.status;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.danegate.console.NodeIdentity;
import org.danegate.policy.CommittedPolicy;

/// Metrics of the whole server.
record StatusMetrics(ActivityCounters counters, CommittedPolicy policy, NodeIdentity identity, Machine machine)
        implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("danegate.listener.connections", counters, c -> c.report().connectionsIn())
                .description("Client connections open now")
                .register(registry);
        Gauge.builder("danegate.policy.revision", policy, p -> p.current().number())
                .description("Number of the committed revision")
                .register(registry);
        Gauge.builder("danegate.build.info", () -> 1)
                .description("1; the version is in the label")
                .tag("version", identity.version().isBlank() ? "unknown" : identity.version())
                .register(registry);
        Gauge.builder("danegate.disk.free", machine, Machine::free)
                .description("Free room on the disk of the data directory")
                .baseUnit("bytes")
                .register(registry);
    }
}
