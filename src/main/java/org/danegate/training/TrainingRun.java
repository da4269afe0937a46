package org.danegate.training;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;

/// Works as a server does in its first minutes, and ends the process: mail with DANE, without TLS and to hosts that do
/// not take it, then pages and the API. The exit status is 0 if all of it worked, otherwise 1, with a line that says
/// what did not.
final class TrainingRun implements ApplicationListener<ApplicationReadyEvent>, DeliveryEvents.Reader {

    /// DANE succeeds here.
    private static final String AUTHENTICATED = "ok.practice";
    /// Offers no STARTTLS.
    private static final String IN_CLEAR = "no-starttls.practice";
    /// DANE fails, a host refuses, a host is down, a domain does not exist.
    private static final List<String> TROUBLED =
            List.of("wrong-certificate.practice", "later.practice", "dead.practice", "nowhere.practice");

    private static final int TROUBLED_MESSAGES = 20;
    private static final long PATIENCE_MINUTES = 5;

    private final InetSocketAddress listener;
    private final String password;
    private final int messages;
    private final CountDownLatch delivered;
    private final PrintStream err = System.err;

    /// @param messages that are delivered, half of them with DANE
    TrainingRun(int listenerPort, String password, int messages) {
        listener = new InetSocketAddress(InetAddress.getLoopbackAddress(), listenerPort);
        this.password = password;
        this.messages = messages;
        // Readers of a busy engine may miss some events.
        this.delivered = new CountDownLatch(messages * 9 / 10);
    }

    @Override
    public void on(DeliveryEvent event) {
        if (event instanceof DeliveryEvent.RecipientDelivered) {
            delivered.countDown();
        }
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent ready) {
        if (ready.getApplicationContext() instanceof WebServerApplicationContext web && web.getWebServer() != null) {
            int port = web.getWebServer().getPort();
            Thread.ofPlatform().name("training").start(() -> System.exit(run(port)));
        }
    }

    private int run(int port) {
        try {
            TrainingVisits visits = new TrainingVisits(port, TrainingOptions.USER, password);
            TrainingMail mail = new TrainingMail(listener);
            visits.commitWithoutTls(IN_CLEAR);
            mail.send(TROUBLED, TROUBLED_MESSAGES);
            mail.send(List.of(AUTHENTICATED, IN_CLEAR), messages / 2);
            visits.browse();
            if (!delivered.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException(delivered.getCount() + " messages were not delivered in time");
            }
            return 0;
        } catch (IOException | InterruptedException e) {
            err.println("danegate: the training run failed: " + e);
            return 1;
        }
    }
}
