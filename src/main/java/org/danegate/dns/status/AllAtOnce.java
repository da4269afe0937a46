package org.danegate.dns.status;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// The same work for every server at the same time, so that silent servers cost their wait only once.
final class AllAtOnce {

    private AllAtOnce() {}

    /// Blocks until the work for all servers is done.
    ///
    /// @return the results in the order of the servers
    /// @throws IllegalStateException when the work failed, or this thread was interrupted
    static <T> List<T> each(List<ListedServer> servers, Function<ListedServer, T> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            servers.forEach(server -> running.add(threads.submit(() -> work.apply(server))));
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while probing", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a probe failed", e.getCause());
        }
    }
}
