package org.danegate.operations;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.danegate.address.DomainName;
import org.danegate.address.OutsideText;
import org.danegate.delivery.QueueClearing;
import org.danegate.event.AdministratorActs;
import org.danegate.event.DeliveryEvent;
import org.danegate.queue.DestinationOrders.Redirect;
import org.danegate.queue.MessageQueue;

/// Administrators' standing orders for destinations, and what is done with all mail of one. Each action is carried out,
/// then logged with the user's name. `user` is the name of the signed-in user.
public final class DestinationDesk {

    /// The longest reason of a suspension, in characters; a longer one is cut.
    public static final int LONGEST_REASON = 200;

    private static final Pattern LITERAL = Pattern.compile("\\[[0-9A-Za-z:.]{1,60}]");

    /// The time that deliveries in flight have left when their destination is suspended, as on the appliance.
    public static final Duration USUAL_GRACE = Duration.ofSeconds(30);

    private final MessageQueue queue;
    private final QueueClearing clearing;
    private final KeptOrders orders;
    private final AdministratorActs acts;

    DestinationDesk(MessageQueue queue, QueueClearing clearing, KeptOrders orders, AdministratorActs acts) {
        this.queue = queue;
        this.clearing = clearing;
        this.orders = orders;
        this.acts = acts;
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

    /// The standing orders for single destinations, by name.
    public List<DestinationOrder> orders() {
        return orders.all().stream()
                .filter(order -> !order.getDestination().equals(DestinationOrder.ALL))
                .toList();
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
    /// message, and is broken off after {@link #USUAL_GRACE}.
    ///
    /// @param destination or {@link DestinationOrder#ALL}
    /// @param reason for people; may be empty
    public void suspend(String destination, String reason, String user) {
        suspend(destination, reason, USUAL_GRACE, user);
    }

    /// The same with another time for deliveries in flight.
    ///
    /// @param grace after which they are broken off
    public void suspend(String destination, String reason, Duration grace, String user) {
        String why = printable(reason);
        String before = orders.of(destination).isSuspended() ? "suspended" : "active";
        orders.change(destination, o -> o.suspend(why, grace, user, acts.now()));
        acts.publish(
                user,
                "Suspend Delivery of " + destination + (why.isEmpty() ? "" : ": " + why),
                before + " → suspended" + (why.isEmpty() ? "" : " (" + why + ")"));
        acts.events().publish(new DeliveryEvent.SystemNotice(acts.now(), false, suspendedLine(destination)));
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
        orders.change(destination, o -> o.resume(user, acts.now()));
        acts.publish(user, "Resume Delivery of " + destination, "suspended → active");
        return true;
    }

    /// Sends all mail of a destination, waiting and new, to another host until the redirection ends; waiting mail
    /// is tried now.
    public void redirect(String destination, Redirect to, String user) {
        String before = redirected(destination);
        orders.change(destination, o -> o.redirect(to, user, acts.now()));
        acts.publish(
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
        orders.change(destination, o -> o.redirect(null, user, acts.now()));
        acts.publish(user, "End Redirection of " + destination, "redirected to: " + before + " →");
        return true;
    }

    private String redirected(String destination) {
        return orders.of(destination).getRedirect().map(Redirect::text).orElse("");
    }

    /// Deletes all mail that waits for a destination; returns the number of recipients.
    public int deleteAll(String destination, String user) {
        int recipients = clearing.deleteAll(destination);
        acts.publish(user, "Delete all mail for " + destination + ": " + recipients + " recipients");
        return recipients;
    }

    /// Returns the mail that waits for a destination to its senders; returns the number of recipients.
    public int bounceAll(String destination, String user) {
        int recipients = clearing.bounceAll(destination);
        acts.publish(user, "Bounce all mail for " + destination + ": " + recipients + " recipients");
        return recipients;
    }

    private static String printable(String reason) {
        String oneLine = OutsideText.line(reason.strip());
        return oneLine.length() > LONGEST_REASON ? oneLine.substring(0, LONGEST_REASON) : oneLine;
    }
}
