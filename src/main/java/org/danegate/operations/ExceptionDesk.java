package org.danegate.operations;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.danegate.address.DomainName;
import org.danegate.address.OutsideText;
import org.danegate.event.AdministratorActs;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DaneException;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;

/// Makes exceptions from DANE for a time, ends them, and takes them back when their time is over. Each action is
/// carried
/// out, then logged with the user's name. `user` is the name of the signed-in user.
public final class ExceptionDesk {

    /// The longest reason of an exception, in characters; a longer one is cut.
    public static final int LONGEST_REASON = 200;

    /// The longest time of an exception, in hours.
    public static final int MOST_HOURS = 168;

    /// The time that is offered, in hours.
    public static final int USUAL_HOURS = 24;

    private final KeptExceptions exceptions;
    private final CommittedPolicy policy;
    private final Predicate<String> metBogus;
    private final Consumer<String> tryNow;
    private final AdministratorActs acts;

    /// @param metBogus whether the newest attempt at a destination met a BOGUS answer
    /// @param tryNow makes the mail of a destination due now
    ExceptionDesk(
            KeptExceptions exceptions,
            CommittedPolicy policy,
            Predicate<String> metBogus,
            Consumer<String> tryNow,
            AdministratorActs acts) {
        this.exceptions = exceptions;
        this.policy = policy;
        this.metBogus = metBogus;
        this.tryNow = tryNow;
        this.acts = acts;
    }

    /// What is asked for.
    ///
    /// @param support `NONE` or `OPPORTUNISTIC`
    /// @param hours 1 to {@link #MOST_HOURS}
    /// @param reason for people; may be empty
    /// @param confirmed whether it was asked for a second time, knowing of BOGUS answers
    public record Wish(DomainName domain, DaneSupport support, int hours, String reason, boolean confirmed) {

        /// @throws IllegalArgumentException when the hours are out of range
        public Wish {
            if (hours < 1 || hours > MOST_HOURS) {
                throw new IllegalArgumentException("hours between 1 and " + MOST_HOURS);
            }
        }
    }

    /// The exception in force for a domain.
    public Optional<DaneException> of(DomainName domain) {
        return exceptions.of(domain);
    }

    /// Makes an exception, in place of the domain's former one, and tries its mail now.
    public ExceptionOutcome make(Wish wish, String user) {
        DaneSupport demanded = demanded(wish.domain());
        if (wish.support().compareTo(demanded) >= 0) {
            return new ExceptionOutcome.NothingToLower(demanded);
        }
        if (!wish.confirmed() && metBogus.test(wish.domain().ascii())) {
            return new ExceptionOutcome.NeedsConfirmation();
        }
        Instant until = acts.now().plus(Duration.ofHours(wish.hours())).truncatedTo(ChronoUnit.SECONDS);
        DaneException made = new DaneException(wish.domain(), wish.support(), until, printable(wish.reason()), user);
        exceptions.put(made);
        acts.publish(
                user,
                "DANE Exception for " + made.domain() + " until " + until
                        + (made.reason().isEmpty() ? "" : ": " + made.reason()),
                "DANE Support of " + made.domain() + ": " + demanded.label() + " → "
                        + made.support().label() + " until " + until);
        tryNow.accept(made.domain().ascii());
        return new ExceptionOutcome.Made(made);
    }

    /// What the policy demands without an exception.
    private DaneSupport demanded(DomainName domain) {
        DestinationControls.Effective effective =
                policy.current().policy().destinationControls().effectiveFor(domain);
        return policy.current()
                .policy()
                .destinationControls()
                .effective(effective.entry())
                .profile()
                .dane();
    }

    /// Ends an exception before its time.
    ///
    /// @return false when there was none
    public boolean end(DomainName domain, String user) {
        Optional<DaneException> ended = exceptions.remove(domain);
        ended.ifPresent(e -> publishEnd(e, user));
        return ended.isPresent();
    }

    /// Takes back what is over.
    void takeBack() {
        List<DaneException> over = exceptions.removeEnded(acts.now());
        over.forEach(e -> publishEnd(e, "system"));
    }

    private void publishEnd(DaneException e, String user) {
        acts.publish(
                user,
                "DANE Exception for " + e.domain() + " ended",
                "DANE Support of " + e.domain() + ": " + e.support().label() + " → "
                        + demanded(e.domain()).label());
    }

    private static String printable(String reason) {
        String oneLine = OutsideText.line(reason.strip());
        return oneLine.length() > LONGEST_REASON ? oneLine.substring(0, LONGEST_REASON) : oneLine;
    }
}
