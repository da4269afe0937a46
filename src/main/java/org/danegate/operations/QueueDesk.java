package org.danegate.operations;

import java.io.IOException;
import java.util.Optional;
import org.danegate.delivery.QueueClearing;
import org.danegate.event.AdministratorActs;
import org.danegate.queue.MessageBody;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.MessageSearch;
import org.danegate.queue.QueueOperations;
import org.danegate.queue.WaitingMessage;

/// Administrators' actions on waiting messages. Each action is carried out, then logged with the user's name. `user` is
/// the name of the signed-in user.
public final class QueueDesk {

    private final MessageQueue queue;
    private final QueueOperations operations;
    private final QueueClearing clearing;
    private final AdministratorActs acts;

    QueueDesk(MessageQueue queue, QueueOperations operations, QueueClearing clearing, AdministratorActs acts) {
        this.queue = queue;
        this.operations = operations;
        this.clearing = clearing;
        this.acts = acts;
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
            acts.publish(user, act.label() + " MID " + mid);
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
}
