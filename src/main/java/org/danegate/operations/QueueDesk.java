package org.danegate.operations;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.danegate.address.DomainName;
import org.danegate.address.OutsideText;
import org.danegate.delivery.QueueClearing;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.queue.DestinationOrders.Redirect;
import org.danegate.queue.MessageBody;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.MessageSearch;
import org.danegate.queue.QueueOperations;
import org.danegate.queue.WaitingMessage;

/// Administrators' actions on the queue. Each action is carried out, then logged with the user's name. `user` is the
/// name of the signed-in user.
public final class QueueDesk {

    private static final int LONGEST_REASON = 200;
    private static final Pattern LITERAL = Pattern.compile("\\[[0-9A-Za-z:.]{1,60}]");

    private final MessageQueue queue;
    private final QueueOperations operations;
    private final QueueClearing clearing;
    private final KeptOrders orders;
    private final DeliveryEvents events;
    private final InstantSource clock;

    QueueDesk(
            MessageQueue queue,
            QueueOperations operations,
            QueueClearing clearing,
            KeptOrders orders,
            DeliveryEvents events,
            InstantSource clock) {
        this.queue = queue;
        this.operations = operations;
        this.clearing = clearing;
        this.orders = orders;
        this.events = events;
        this.clock = clock;
    }

    /// The actions on one message.
    public enum Act {
        HOLD("Hold"),
        RELEASE("Release"),
        DELETE("Delete"),
        BOUNCE("Bounce");

        private final String label;

        Act(String label) {
            this.label = label;
        }

        /// The word on the button.
        public String label() {
            return label;
        }
    }

    /// The result of an action.
    public enum Outcome {
        /// The action was carried out.
        DONE,
        /// No such message waits, or it was not held.
        NOTHING_TO_DO,
        /// Part of the message is in delivery: try again.
        IN_DELIVERY,
        /// The notification could not be queued: the message still waits.
        STAYS
    }

    /// The destination in the queue's form.
    ///
    /// @throws IllegalArgumentException when the text is no domain
    public static String destination(String text) {
        String stripped = text.strip();
        return LITERAL.matcher(stripped).matches()
                ? stripped.toLowerCase(Locale.ROOT)
                : DomainName.parse(stripped).ascii();
    }

    /// Messages that match, by MID.
    public MessageSearch.Page find(MessageSearch search) {
        return operations.find(search);
    }

    /// One waiting message.
    public Optional<WaitingMessage> message(long mid) {
        return operations.message(mid);
    }

    /// The message's header section as text for people; empty when the message is gone meanwhile.
    public String headers(long mid) {
        try (MessageBody body = queue.body(mid)) {
            return MessageHeaders.of(body.first(MessageHeaders.MOST));
        } catch (IOException e) {
            return "";
        }
    }

    /// Carries out an action on one message.
    public Outcome act(Act act, long mid, String user) {
        Outcome outcome = switch (act) {
            case HOLD -> done(clearing.hold(mid));
            case RELEASE -> done(operations.release(mid));
            case DELETE -> outcome(clearing.delete(mid));
            case BOUNCE -> outcome(clearing.bounce(mid));
        };
        if (outcome == Outcome.DONE) {
            acted(user, act.label() + " MID " + mid);
        }
        return outcome;
    }

    private static Outcome done(boolean done) {
        return done ? Outcome.DONE : Outcome.NOTHING_TO_DO;
    }

    private static Outcome outcome(QueueClearing.Result result) {
        return switch (result) {
            case GONE -> Outcome.DONE;
            case IN_DELIVERY -> Outcome.IN_DELIVERY;
            case STAYS -> Outcome.STAYS;
            case UNKNOWN -> Outcome.NOTHING_TO_DO;
        };
    }

    /// The standing orders; the one for all destinations first.
    public List<DestinationOrder> orders() {
        return orders.all();
    }

    /// The standing order for a destination or {@link DestinationOrder#ALL}; when none is given, an order that
    /// changes nothing.
    public DestinationOrder order(String destination) {
        return orders.of(destination);
    }

    /// Whether a destination is suspended, by its own order or by the one for all.
    public boolean suspended(String destination) {
        return orders.suspension(destination).isPresent();
    }

    /// Begins no delivery to a destination until it is resumed. A delivery in flight ends after its current
    /// message, and is broken off after 30 s.
    ///
    /// @param destination or {@link DestinationOrder#ALL}
    /// @param reason for people; may be empty
    public void suspend(String destination, String reason, String user) {
        String why = printable(reason);
        String before = orders.of(destination).isSuspended() ? "suspended" : "active";
        orders.change(destination, o -> o.suspend(why, user, clock.instant()));
        acted(
                user,
                "Suspend Delivery of " + destination + (why.isEmpty() ? "" : ": " + why),
                before + " → suspended" + (why.isEmpty() ? "" : " (" + why + ")"));
        events.publish(new DeliveryEvent.SystemNotice(clock.instant(), false, suspendedLine(destination)));
    }

    /// The log line for a suspended destination.
    static String suspendedLine(String destination) {
        return "Deliveries are currently suspended"
                + (destination.equals(DestinationOrder.ALL) ? "" : " [" + destination + "]");
    }

    /// Resumes delivery. A destination with its own suspension stays suspended when all are resumed, and the other
    /// way round.
    ///
    /// @param destination or {@link DestinationOrder#ALL}
    /// @return false when it was not suspended
    public boolean resume(String destination, String user) {
        if (!orders.of(destination).isSuspended()) {
            return false;
        }
        orders.change(destination, o -> o.resume(user, clock.instant()));
        acted(user, "Resume Delivery of " + destination, "suspended → active");
        return true;
    }

    /// Sends all mail of a destination, waiting and new, to another host until the redirection ends; waiting mail
    /// is tried now.
    public void redirect(String destination, Redirect to, String user) {
        String before = redirected(destination);
        orders.change(destination, o -> o.redirect(to, user, clock.instant()));
        acted(
                user,
                "Redirect Delivery of " + destination + " to " + to.text(),
                "redirected to: " + before + " → " + to.text());
        queue.retryNow(destination);
    }

    /// Ends a redirection.
    ///
    /// @return false when there was none
    public boolean redirectNoMore(String destination, String user) {
        String before = redirected(destination);
        if (before.isEmpty()) {
            return false;
        }
        orders.change(destination, o -> o.redirect(null, user, clock.instant()));
        acted(user, "End Redirection of " + destination, "redirected to: " + before + " →");
        return true;
    }

    private String redirected(String destination) {
        return orders.of(destination).getRedirect().map(Redirect::text).orElse("");
    }

    /// Deletes all mail that waits for a destination; returns the number of recipients.
    public int deleteAll(String destination, String user) {
        int recipients = clearing.deleteAll(destination);
        acted(user, "Delete all mail for " + destination + ": " + recipients + " recipients");
        return recipients;
    }

    /// Returns the mail that waits for a destination to its senders; returns the number of recipients.
    public int bounceAll(String destination, String user) {
        int recipients = clearing.bounceAll(destination);
        acted(user, "Bounce all mail for " + destination + ": " + recipients + " recipients");
        return recipients;
    }

    private static String printable(String reason) {
        String oneLine = OutsideText.line(reason.strip());
        return oneLine.length() > LONGEST_REASON ? oneLine.substring(0, LONGEST_REASON) : oneLine;
    }

    private void acted(String user, String action) {
        acted(user, action, "");
    }

    private void acted(String user, String action, String changes) {
        events.publish(new DeliveryEvent.AdministratorActed(clock.instant(), user, action, changes));
    }
}
