package org.danegate.alert;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.address.MailAddress;
import org.danegate.event.AdministratorActs;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.AlertSettings;
import org.danegate.policy.CommittedPolicy;
import org.danegate.queue.Envelope;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.NewMessage;
import org.danegate.wording.Wording;

/// Sends alerts: by mail through the queue to the recipients of their severity, to the webhook, to the log, and to the
/// list of the latest alerts. Alerts that come too often are only counted.
public final class Alerts {

    private final CommittedPolicy policy;
    private final MessageQueue queue;
    private final AdministratorActs acts;
    private final AlertMessage message;
    private final AlertReceiver webhook;
    private final AlertDamping damping = new AlertDamping();
    private final LatestAlerts latest;
    private final ReentrantLock lock = new ReentrantLock();

    /// @param hostname this host's name
    /// @param webhook receives each alert that is sent
    Alerts(
            CommittedPolicy policy,
            MessageQueue queue,
            AdministratorActs acts,
            String hostname,
            AlertReceiver webhook,
            LatestAlerts latest) {
        this.policy = policy;
        this.queue = queue;
        this.acts = acts;
        this.message = new AlertMessage(hostname);
        this.webhook = webhook;
        this.latest = latest;
    }

    /// An alert that was sent.
    ///
    /// @param counted similar ones since the previous one, which were only counted
    /// @param recipients how many recipients got a mail
    public record Told(Alert alert, int counted, int recipients) {}

    /// Sends an alert, or only counts it when a similar one was sent a moment ago.
    ///
    /// @param severity one of the kind's severities
    public void raise(Alert.Kind kind, AlertSettings.Severity severity, String about, Wording wording) {
        raise(new Alert(acts.now(), kind, severity, about, wording));
    }

    /// Sends the alert of a trouble in the same way. Its subject is counted, not its number of destinations.
    void raise(AlertTrouble trouble) {
        Finding finding = trouble.finding();
        raise(new Alert(
                acts.now(),
                finding.kind(),
                finding.severity(),
                finding.about(),
                finding.wording(),
                new Alert.Course(trouble.id(), trouble.since(), null)));
    }

    /// Whether an alert about a finding would only be counted now.
    boolean isQuiet(Finding finding) {
        lock.lock();
        try {
            return damping.isQuiet(finding.kind(), finding.severity(), finding.about(), acts.now());
        } finally {
            lock.unlock();
        }
    }

    /// Reports that a trouble is over, to those who received its alert. It is never damped.
    ///
    /// @param since when it was first seen to be over
    void over(AlertTrouble trouble, Instant since) {
        Finding finding = trouble.finding();
        Wording wording = overWording(trouble, since);
        Alert.Course course = new Alert.Course(trouble.id(), trouble.since(), since);
        tell(
                new Alert(acts.now(), finding.kind(), finding.severity(), finding.about(), wording, course),
                0,
                policy.current().policy().alerts());
    }

    private static Wording overWording(AlertTrouble trouble, Instant since) {
        Finding finding = trouble.finding();
        Wording kind = Wording.of("alert.kind." + finding.kind().name());
        String end = since.truncatedTo(ChronoUnit.SECONDS).toString();
        String begin = trouble.since().truncatedTo(ChronoUnit.SECONDS).toString();
        if (!finding.about().equals(Finding.MANY)) {
            return Wording.of("alert.over", kind, finding.about(), end, begin);
        }
        List<String> members = finding.members();
        return members.isEmpty()
                ? Wording.of("alert.over.many", kind, finding.affected(), end, begin)
                : Wording.of(
                        "alert.over.many.named",
                        kind,
                        finding.affected(),
                        end,
                        begin,
                        DestinationFindings.names(members, finding.affected()));
    }

    private void raise(Alert alert) {
        AlertSettings settings = policy.current().policy().alerts();
        Optional<Integer> counted;
        lock.lock();
        try {
            counted = damping.tell(alert, settings);
        } finally {
            lock.unlock();
        }
        counted.ifPresent(n -> tell(alert, n, settings));
    }

    /// Does the same with the kind's only severity, or its worst one.
    public void raise(Alert.Kind kind, String about, Wording wording) {
        raise(kind, kind.severities().getFirst(), about, wording);
    }

    /// Sends an alert to all recipients, whatever severities they selected, so that an administrator can check that
    /// each one works. It is never damped.
    ///
    /// @param user the user who asked for it
    /// @return the recipients; empty when there are none, or the message could not be queued
    public List<MailAddress> test(String user) {
        acts.publish(user, "sent a test alert");
        AlertSettings settings = policy.current().policy().alerts();
        List<MailAddress> to = settings.recipients().stream()
                .map(AlertSettings.AlertRecipient::address)
                .toList();
        Alert alert = new Alert(
                acts.now(),
                Alert.Kind.TEST,
                AlertSettings.Severity.INFORMATION,
                user,
                Wording.of("alert.raised.test", user));
        return tell(alert, 0, to, settings) > 0 ? to : List.of();
    }

    private void tell(Alert alert, int counted, AlertSettings settings) {
        List<MailAddress> to = settings.recipients().stream()
                .filter(r -> r.wants(alert.severity()))
                .map(AlertSettings.AlertRecipient::address)
                .toList();
        tell(alert, counted, to, settings);
    }

    private int tell(Alert alert, int counted, List<MailAddress> to, AlertSettings settings) {
        int told = to.isEmpty() ? 0 : mail(alert, counted, to, settings);
        webhook.receive(alert, counted);
        latest.add(new Told(alert, counted, told));
        note("Alert " + alert.severity().label() + ": " + alert.kind().title() + ": " + alert.text()
                + (told == 0 ? "" : " Sent to " + told + (told == 1 ? " recipient." : " recipients.")));
        return told;
    }

    private int mail(Alert alert, int counted, List<MailAddress> to, AlertSettings settings) {
        try {
            long mid = queue.nextMid();
            // With the null reverse-path, an alert that cannot be delivered causes no bounce and no
            // further alert.
            Envelope envelope = new Envelope("", false, false, to.stream().anyMatch(MailAddress::needsUtf8), "", "", "")
                    .with(Envelope.Signing.SYSTEM);
            List<NewMessage.Recipient> recipients = to.stream()
                    .map(a -> new NewMessage.Recipient(a, "NEVER", ""))
                    .toList();
            byte[] body = message.of(alert, counted, to, settings.sender());
            queue.accept(new NewMessage(mid, envelope, recipients, body, acts.now()));
            return to.size();
        } catch (IOException | MessagingException e) {
            note("Alert could not be queued: " + e.getMessage());
            return 0;
        }
    }

    private void note(String text) {
        acts.events().publish(new DeliveryEvent.SystemNotice(acts.now(), false, text));
    }

    /// The latest alerts that were sent, newest first; also those from before a restart.
    public List<Told> latest() {
        return latest.all();
    }
}
