package org.danegate.e2e;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.danegate.Danegate;
import org.danegate.alert.AlertRound;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.listener.SmtpListeners;
import org.danegate.practice.PracticeNetwork;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/// The whole product in the test's own process, over a practice network that the test can change, and with a clock that
/// the test moves on. Nobody sends mail but the test.
final class StoryServer implements AutoCloseable {

    private final MovedClock clock = new MovedClock();
    private final List<DeliveryEvent> events = new CopyOnWriteArrayList<>();
    private final PracticeNetwork network;
    private final ConfigurableApplicationContext context;

    private StoryServer(Path folder, UnaryOperator<String> policy) throws IOException {
        List<String> options = new ArrayList<>(List.of("--server.port=0"));
        network = PracticeServer.start(
                (name, value) -> options.add("--" + name + "=" + value.get()), folder, clock, policy);
        context = new SpringApplicationBuilder(Danegate.class)
                .initializers(this::withClock)
                .run(options.toArray(String[]::new));
    }

    /// Starts at free ports.
    ///
    /// @param folder for its data
    static StoryServer start(Path folder) throws IOException {
        return start(folder, UnaryOperator.identity());
    }

    /// Does the same with a changed policy file.
    static StoryServer start(Path folder, UnaryOperator<String> policy) throws IOException {
        return new StoryServer(folder, policy);
    }

    /// What happened so far.
    List<DeliveryEvent> events() {
        return List.copyOf(events);
    }

    /// All parts of the product.
    ApplicationContext parts() {
        return context;
    }

    private void withClock(ConfigurableApplicationContext starting) {
        if (starting instanceof GenericApplicationContext beans) {
            beans.registerBean("storyClock", InstantSource.class, () -> clock, bean -> bean.setPrimary(true));
            beans.registerBean("storyEvents", DeliveryEvents.Reader.class, () -> events::add);
        }
    }

    MovedClock clock() {
        return clock;
    }

    PracticeNetwork network() {
        return network;
    }

    /// A part of the product.
    <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    /// Looks at the alerts' rules, as the product does each minute.
    void lookAtAlertRules() {
        AlertRound.look(context);
    }

    String url(String path) {
        return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path;
    }

    /// Sends a short message through the listener.
    ///
    /// @return its Message-ID, with its angle brackets
    String send(String subject, String... to) throws MessagingException {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put(
                "mail.smtp.port",
                part(SmtpListeners.class).ports().values().iterator().next().toString());
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress("ana@sender.example"));
        message.setRecipients(jakarta.mail.Message.RecipientType.TO, String.join(", ", to));
        message.setSubject(subject);
        message.setText("Hello\r\n");
        Transport.send(message);
        return message.getMessageID();
    }

    @Override
    public void close() throws IOException {
        context.close();
        network.close();
    }
}
