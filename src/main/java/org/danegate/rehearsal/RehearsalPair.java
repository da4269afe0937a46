package org.danegate.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.danegate.address.DomainName;
import org.danegate.wording.Wording;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rehearses many domains at the same time under two policies, within a time limit.
///
/// @param now under the active policy
/// @param after under the policy to come
/// @param limit how long it may take; the outlooks that are missing then are unknown
record RehearsalPair(Rehearsal now, Rehearsal after, Duration limit) {

    /// That of dry runs: administrators look for their faults under one name.
    private static final Logger LOG = LoggerFactory.getLogger(DryRuns.class);

    private static final int AT_ONCE = 16;

    /// What would become of mail for a domain, now and after the change.
    record Outlooks(Outlook now, Outlook after) {}

    /// @param probe whether servers are asked for STARTTLS when their TLS or certificate decides
    /// @return one for each domain, in their order
    List<Outlooks> of(List<DomainName> domains, boolean probe) {
        List<Callable<Outlook>> tasks = new ArrayList<>();
        for (DomainName domain : domains) {
            tasks.add(() -> now.of(domain, probe));
            tasks.add(() -> after.of(domain, probe));
        }
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<Outlook>> futures = threads.invokeAll(tasks, limit.toMillis(), TimeUnit.MILLISECONDS);
            threads.shutdownNow();
            return outlooks(domains, futures);
        } catch (InterruptedException e) {
            throw stopping(e);
        }
    }

    private List<Outlooks> outlooks(List<DomainName> domains, List<Future<Outlook>> futures) {
        List<Outlooks> outlooks = new ArrayList<>();
        for (int i = 0; i < domains.size(); i++) {
            DomainName domain = domains.get(i);
            outlooks.add(new Outlooks(
                    outlook(futures.get(2 * i), now, domain), outlook(futures.get(2 * i + 1), after, domain)));
        }
        return outlooks;
    }

    private Outlook outlook(Future<Outlook> future, Rehearsal rehearsal, DomainName domain) {
        try {
            return future.get();
        } catch (CancellationException late) {
            return rehearsal.unknown(domain, Wording.of("rehearsal.why.late", limit.toSeconds()));
        } catch (ExecutionException broken) {
            LOG.warn("dry run of {} failed", domain, broken);
            return rehearsal.unknown(domain, Wording.of("rehearsal.why.failed"));
        } catch (InterruptedException e) {
            throw stopping(e);
        }
    }

    private static IllegalStateException stopping(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("the server is stopping", e);
    }
}
