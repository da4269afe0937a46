package org.danegate.practice;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// A gentle source of mail: one small message after another to the practice domains in turn. It sends over SMTP to the
/// listener, like any client. Good destinations come up more often than bad ones.
public final class PracticeTraffic implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(PracticeTraffic.class);
    private static final String SENDER = "reports@ok.practice";
    private static final String GOOD_DOMAIN = "ok.practice";
    private static final int EVERY_OTHER = 2;
    private static final long RETRY_MILLIS = 1_000;

    private final List<PracticeStory> stories;
    private final InetSocketAddress listener;
    private final int messagesPerMinute;
    private final AtomicLong sent = new AtomicLong();
    private volatile @Nullable Running running;

    private record Running(Thread thread, CountDownLatch stopped) {}

    /// @param messagesPerMinute 1 to 6000; 0 or less: no traffic
    public PracticeTraffic(List<PracticeStory> stories, InetSocketAddress listener, int messagesPerMinute) {
        this.stories = List.copyOf(stories);
        this.listener = listener;
        this.messagesPerMinute = messagesPerMinute;
    }

    /// The number of messages that the listener has accepted.
    public long sent() {
        return sent.get();
    }

    @Override
    public void start() {
        if (messagesPerMinute <= 0) {
            return;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        running = new Running(Thread.ofVirtual().name("practice traffic").start(() -> keepSending(stopped)), stopped);
    }

    @Override
    public void stop() {
        Running now = running;
        running = null;
        if (now != null) {
            now.stopped.countDown();
            now.thread.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    /// The last to start, the first to stop.
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    private void keepSending(CountDownLatch stopped) {
        long pause = Math.max(10, 60_000L / messagesPerMinute);
        boolean listenerAnswers = false;
        try {
            for (long number = 0; !stopped.await(listenerAnswers ? pause : RETRY_MILLIS, TimeUnit.MILLISECONDS); ) {
                boolean taken = send(domain(number), number);
                if (taken) {
                    sent.incrementAndGet();
                    number++;
                }
                if (taken && !listenerAnswers) {
                    logBegin();
                }
                listenerAnswers = taken;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void logBegin() {
        LOG.info(
                "Practice traffic: {} messages a minute to {} port {}",
                messagesPerMinute,
                listener.getHostString(),
                listener.getPort());
    }

    private String domain(long number) {
        if (number % EVERY_OTHER == 0) {
            return GOOD_DOMAIN;
        }
        return stories.get((int) ((number / EVERY_OTHER) % stories.size())).domain();
    }

    private boolean send(String domain, long number) {
        try {
            MimeMessage message = new MimeMessage(session());
            message.setFrom(new InternetAddress(SENDER));
            message.setRecipient(Message.RecipientType.TO, new InternetAddress("someone@" + domain));
            message.setSubject("Practice message " + number);
            message.setText("A message to rehearse delivery to " + domain + ".\r\n");
            Transport.send(message);
            return true;
        } catch (MessagingException e) {
            LOG.debug("The listener does not take mail yet: {}", e.getMessage());
            return false;
        }
    }

    private Session session() {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", listener.getHostString());
        properties.setProperty("mail.smtp.port", Integer.toString(listener.getPort()));
        properties.setProperty("mail.smtp.localhost", "client.practice");
        properties.setProperty("mail.smtp.connectiontimeout", "5000");
        properties.setProperty("mail.smtp.timeout", "10000");
        properties.setProperty("mail.smtp.writetimeout", "10000");
        return Session.getInstance(properties);
    }
}
