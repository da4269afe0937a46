package org.danegate.alert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.danegate.event.AdministratorActs;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvent.Condition;
import org.danegate.event.DeliveryEvent.Weight;
import org.danegate.event.Trouble;
import org.danegate.monitor.DaneResult;
import org.danegate.monitor.HostStatus;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyFile;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.embedded.EmbeddedMessageQueue;
import org.danegate.wording.Wording;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/// The alerts with a real queue and database, a clock that the test sets, and destinations that it describes.
final class AlertRig implements AutoCloseable, CommittedPolicy {

    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private static final String RECIPIENT = "alerts: { recipients: [ { address: ops@ops.example } ] }";

    final List<DeliveryEvent> events = new ArrayList<>();
    final List<Alert> received = new ArrayList<>();
    final Map<String, DestinationState> destinations = new LinkedHashMap<>();
    final EmbeddedMessageQueue queue;
    Instant now = START;
    Alerts alerts;
    Troubles troubles;
    AlertSource source;
    AlertWatch watch;

    private final DataSource database =
            new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private Policy policy;

    AlertRig(Path folder) throws IOException {
        this(folder, RECIPIENT);
    }

    AlertRig(Path folder, String policy) throws IOException {
        this.policy = PolicyFile.read(policy).policy();
        Files.createDirectories(folder);
        queue = new EmbeddedMessageQueue(folder, () -> now, new EmbeddedMessageQueue.Settings(1 << 20, 1 << 16, 2, 0));
        new ResourceDatabasePopulator(
                        new ClassPathResource("db/migration/V160__alert_troubles.sql"),
                        new ClassPathResource("db/migration/V185__alerts_kept.sql"))
                .execute(database);
        restart();
    }

    /// What a restart of the server does: everything in memory is gone.
    void restart() {
        AdministratorActs acts = new AdministratorActs(events::add, () -> now);
        JdbcTemplate jdbc = new JdbcTemplate(database);
        LatestAlerts latest = new LatestAlerts(new SentAlertStore(jdbc));
        alerts = new Alerts(this, queue, acts, "gate.example", (alert, n) -> received.add(alert), latest);
        troubles = new Troubles(new TroubleStore(jdbc), alerts, this, acts);
        PastOfDestinations past = new PastOfDestinations();
        source = new AlertSource(alerts, troubles, past, this);
        watch = new AlertWatch(() -> List.copyOf(destinations.values()), past, troubles, this, () -> now);
    }

    void commit(String text) {
        policy = PolicyFile.read(text).policy();
    }

    /// Time passes, with a pass of the rules in each minute.
    void pass(Duration time) {
        for (Instant end = now.plus(time); now.isBefore(end); ) {
            now = now.plusSeconds(60);
            watch.look();
        }
    }

    void pass(int minutes) {
        pass(Duration.ofMinutes(minutes));
    }

    /// Mail that waits since now.
    void waits(String domain, int recipients, HostStatus host) {
        Instant oldest =
                destinations.containsKey(domain) ? destinations.get(domain).oldest() : now;
        put(new DestinationState(
                domain, recipients, oldest, oldest.plus(Duration.ofHours(72)), host, null, false, false, "refused"));
    }

    void dane(String domain, int recipients, DaneResult result, boolean mandatory) {
        put(new DestinationState(
                domain,
                recipients,
                now,
                now.plus(Duration.ofHours(72)),
                HostStatus.UP,
                result,
                mandatory,
                false,
                "TLSA"));
    }

    void put(DestinationState state) {
        destinations.put(state.domain(), state);
    }

    void expires(String domain, int recipients) {
        Trouble trouble = new Trouble("000", "4.4.1", "timeout", List.of(), false);
        for (int i = 0; i < recipients; i++) {
            source.on(new DeliveryEvent.RecipientBounced(now, 0, 1, i, domain, trouble, true));
        }
    }

    void condition(Condition condition, Weight weight, String about) {
        Wording wording = Wording.of("alert.raised.system", "what was seen of " + about);
        source.on(new DeliveryEvent.ConditionSeen(now, condition, weight, about, wording));
    }

    /// The subjects of all mails, oldest first.
    List<String> subjects() {
        return mails().stream()
                .map(mail -> mail.lines()
                        .filter(line -> line.startsWith("Subject: "))
                        .findFirst()
                        .orElseThrow()
                        .substring("Subject: ".length()))
                .toList();
    }

    /// All mails as text, with unfolded header lines.
    List<String> mails() {
        return queue.waiting("ops.example", 1000).stream().map(this::text).toList();
    }

    private String text(QueuedDelivery mail) {
        try (var body = queue.body(mail.mid())) {
            return new String(body.octets(), StandardCharsets.UTF_8).replace("\r\n ", " ");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Revision current() {
        return new Revision(1, policy);
    }

    @Override
    public void onCommit(Consumer<Revision> reader) {
        // The policy is read each time.
    }

    @Override
    public void close() {
        queue.close();
    }
}
