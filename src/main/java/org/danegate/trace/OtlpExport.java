package org.danegate.trace;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends spans to a collector by OTLP over HTTP, some at a time, on a thread of its own. Spans that the collector does
/// not accept, or that come faster than it accepts them, are dropped and counted.
final class OtlpExport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OtlpExport.class);
    private static final int CAPACITY = 2048;
    private static final int BATCH = 128;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration GATHERED = Duration.ofSeconds(1);

    private final URI endpoint;
    private final String authorization;
    private final OtlpJson form;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final BlockingQueue<Span> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final LongAdder dropped = new LongAdder();
    private final Thread thread;
    private volatile boolean stopping;
    private boolean failing;

    /// @param endpoint the full address, such as `http://collector:4318/v1/traces`
    /// @param authorization the value of the header `Authorization`; empty for none
    OtlpExport(URI endpoint, String authorization, OtlpJson form) {
        this.endpoint = endpoint;
        this.authorization = authorization;
        this.form = form;
        this.thread = Thread.ofVirtual().name("traces").start(this::run);
    }

    void send(Span span) {
        if (!waiting.offer(span)) {
            dropped.increment();
        }
    }

    /// Traces that were not delivered.
    long dropped() {
        return dropped.sum();
    }

    private void run() {
        try {
            while (!stopping || !waiting.isEmpty()) {
                Span first = waiting.poll(GATHERED.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    List<Span> batch = new ArrayList<>(List.of(first));
                    waiting.drainTo(batch, BATCH - 1);
                    post(batch);
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void post(List<Span> batch) throws InterruptedException {
        String fault;
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(form.request(batch)));
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }
            int status = http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            fault = status / 100 == 2 ? "" : "HTTP status " + status;
        } catch (IOException | RuntimeException e) {
            fault = e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
        }
        if (!fault.isEmpty()) {
            dropped.add(batch.size());
        }
        report(fault);
    }

    private void report(String fault) {
        if (!fault.isEmpty() && !failing) {
            LOG.warn("Traces cannot be sent to {}: {}. They are dropped until it accepts them", endpoint, fault);
        } else if (fault.isEmpty() && failing) {
            LOG.info("Traces are sent to {} again", endpoint);
        }
        failing = !fault.isEmpty();
    }

    /// Sends what waits, for at most two seconds.
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
        http.shutdownNow();
    }
}
