package org.danegate.network;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.danegate.dns.LookupCounts;
import org.danegate.dns.LookupCounts.Step;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.status.ResolverFigures;

/// What was looked up, as metrics and for the status. Figures are read from the counts of the lookups when somebody
/// asks for them.
record LookupMetrics(LookupCounts lookups) implements MeterBinder, ResolverFigures {

    @Override
    public void bindTo(MeterRegistry registry) {
        for (SecurityStatus status : SecurityStatus.values()) {
            FunctionCounter.builder("danegate.dns.lookups", lookups, l -> l.of(status))
                    .tag("status", status.name().toLowerCase(Locale.ROOT))
                    .description("Lookups by the status of their answer, from the cache or not")
                    .register(registry);
        }
        FunctionCounter.builder("danegate.dns.queries", lookups, l -> l.of(Step.SENT))
                .description("Questions that DNS servers were asked")
                .register(registry);
        cache(registry, "hit", l -> l.of(Step.HIT));
        cache(registry, "expired", l -> l.of(Step.EXPIRED));
        cache(registry, "miss", l -> l.of(Step.MISS) - l.of(Step.EXPIRED));
    }

    private void cache(MeterRegistry registry, String result, ToDoubleFunction<LookupCounts> count) {
        FunctionCounter.builder("danegate.dns.cache", lookups, count)
                .tag("result", result)
                .description("Lookups by what the cache had")
                .register(registry);
    }

    @Override
    public Counts counts() {
        return new Counts(
                lookups.lookups(),
                lookups.of(Step.SENT),
                lookups.of(Step.HIT),
                lookups.of(Step.MISS),
                lookups.of(SecurityStatus.FAILED) + lookups.of(SecurityStatus.BOGUS),
                lookups.of(Step.EXPIRED));
    }
}
