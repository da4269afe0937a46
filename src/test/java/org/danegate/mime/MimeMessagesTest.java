package org.danegate.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.danegate.address.MailAddress;
import org.danegate.bounce.BounceMessages;
import org.danegate.event.Trouble;
import org.danegate.policy.BounceProfile;
import org.danegate.queue.Envelope;
import org.danegate.queue.MessageBody;
import org.danegate.queue.QueuedDelivery;
import org.junit.jupiter.api.Test;

/// What is done for each message looks for nothing on the class path: such lookups take the locks of jar files, and
/// virtual threads that wait for these hold the threads of their scheduler.
class MimeMessagesTest {

    private static final Instant NOW = Instant.parse("2026-11-29T20:00:00Z");

    @Test
    void a_bounce_after_the_first_ones_looks_for_nothing_on_the_class_path() throws Exception {
        assertThat(lookupsOf(() -> bounce("text")))
                .as("what the fourth bounce looks for")
                .isEmpty();
    }

    @Test
    void a_message_that_is_read_after_the_first_ones_looks_for_nothing_on_the_class_path() throws Exception {
        byte[] message = ("Subject: parts\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b\r\n"
                        + "Content-Type: text/html\r\n\r\n<p>two</p>\r\n--b--\r\n")
                .getBytes(StandardCharsets.US_ASCII);

        assertThat(lookupsOf(() ->
                        MimeMessages.read(new ByteArrayInputStream(message)).getContent()))
                .isEmpty();
    }

    private interface Work {
        void run() throws Exception;
    }

    private static List<String> lookupsOf(Work work) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader own = thread.getContextClassLoader();
        Lookups lookups = new Lookups(own);
        thread.setContextClassLoader(lookups);
        try {
            for (int i = 0; i < 3; i++) {
                work.run();
            }
            lookups.found.clear();
            work.run();
            return List.copyOf(lookups.found);
        } finally {
            thread.setContextClassLoader(own);
        }
    }

    private static void bounce(String text) throws Exception {
        MailAddress to = MailAddress.parse("someone@there.example");
        QueuedDelivery.Pending pending = new QueuedDelivery.Pending(0, to, "", "", 1, NOW, 0, "");
        byte[] body = ("Subject: " + text + "\r\n\r\n" + text + "\r\n").getBytes(StandardCharsets.US_ASCII);
        QueuedDelivery delivery = new QueuedDelivery(
                4,
                to.domain(),
                new Envelope("sender@here.example", true, true, true, "", "", "In"),
                NOW,
                body.length,
                List.of(pending));
        new BounceMessages("gate.example")
                .notification(
                        () -> 5,
                        BounceMessages.Kind.FAILED,
                        delivery,
                        List.of(new BounceMessages.Report(
                                pending, new Trouble("550", "5.1.1", "Unknown address error", List.of(), false))),
                        MessageBody.of(body),
                        BounceProfile.defaults(),
                        NOW)
                .orElseThrow();
    }

    /// Notes what it is asked for and does not have at hand: resources, and classes that do not exist.
    private static final class Lookups extends ClassLoader {

        private final List<String> found = Collections.synchronizedList(new ArrayList<>());

        Lookups(ClassLoader parent) {
            super(parent);
        }

        @Override
        public Class<?> loadClass(String name) throws ClassNotFoundException {
            try {
                return super.loadClass(name);
            } catch (ClassNotFoundException e) {
                found.add(name);
                throw e;
            }
        }

        @Override
        public URL getResource(String name) {
            found.add(name);
            return super.getResource(name);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            found.add(name);
            return super.getResources(name);
        }
    }
}
