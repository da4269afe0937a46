package org.danegate.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.event.AdministratorActs;
import org.danegate.policy.CommittedPolicy;

/// The open troubles: each one is alerted once when it begins, reminded of while nobody acknowledges it, and reported
/// once more when it is over.
public final class Troubles {

    /// A trouble is over when it was not found for this long, so that one good minute is no recovery.
    static final Duration CLEAR_FOR = Duration.ofMinutes(2);

    /// After a restart, conditions that nothing has reported again for this long are over: their reporters look at
    /// least every ten minutes.
    static final Duration UNCONFIRMED_FOR = Duration.ofMinutes(15);

    private final OpenTroubles open;
    private final Alerts alerts;
    private final CommittedPolicy policy;
    private final AdministratorActs acts;
    private final ReentrantLock lock = new ReentrantLock();
    private final Instant started;
    private long lastId;

    Troubles(TroubleStore store, Alerts alerts, CommittedPolicy policy, AdministratorActs acts) {
        this.open = new OpenTroubles(store);
        this.alerts = alerts;
        this.policy = policy;
        this.acts = acts;
        this.started = acts.now();
        // Times are larger than any number given before, also those of troubles that are over.
        long largest = open.shown().stream().mapToLong(AlertTrouble::id).max().orElse(0);
        this.lastId = Math.max(largest, started.toEpochMilli());
    }

    /// The open troubles: those that nobody acknowledged first, the most serious first, the newest first.
    public List<AlertTrouble> open() {
        return open.shown();
    }

    /// Acknowledges a trouble: its alert is not repeated, but its end is reported.
    ///
    /// @return the trouble; empty when it is not open, and unchanged when somebody acknowledged it before
    public Optional<AlertTrouble> acknowledge(long id, String user) {
        lock.lock();
        try {
            Optional<AlertTrouble> known =
                    open.shown().stream().filter(trouble -> trouble.id() == id).findFirst();
            return known.map(trouble -> trouble.unattended() ? acknowledge(trouble, user) : trouble);
        } finally {
            lock.unlock();
        }
    }

    private AlertTrouble acknowledge(AlertTrouble trouble, String user) {
        String what =
                trouble.finding().kind().title() + ": " + trouble.finding().subject();
        acts.publish(user, "acknowledged the alert " + what);
        return open.put(trouble.acknowledged(user, acts.now()));
    }

    /// Takes in something found wrong.
    void found(Finding finding) {
        lock.lock();
        try {
            open.seen(finding.key());
            AlertTrouble known = open.find(finding.key());
            AlertTrouble trouble = known == null ? begin(finding) : known.with(finding);
            if (known != null && known.unattended() && known.isWorse(finding)) {
                trouble = trouble.untold();
            }
            if (!trouble.equals(known)) {
                open.put(trouble);
            }
            tell(trouble);
        } finally {
            lock.unlock();
        }
    }

    /// Takes in a finding whose source repeats it only when it should be said again.
    void foundAgain(Finding finding) {
        lock.lock();
        try {
            AlertTrouble known = open.find(finding.key());
            if (known != null && known.unattended() && !open.isUnconfirmed(finding.key())) {
                open.put(known.untold());
            }
            found(finding);
        } finally {
            lock.unlock();
        }
    }

    private AlertTrouble begin(Finding finding) {
        Instant now = acts.now();
        AlertTrouble trouble = new AlertTrouble(++lastId, finding, now, null, null);
        return finding.known() ? trouble.toldAt(now) : trouble;
    }

    /// Sends the alert of a trouble when it is time: at once, unless the same was just sent, and as a reminder.
    private void tell(AlertTrouble trouble) {
        if (!trouble.unattended() || !isDue(trouble) || alerts.isQuiet(trouble.finding())) {
            return;
        }
        open.put(trouble.toldAt(acts.now()));
        alerts.raise(trouble);
    }

    private boolean isDue(AlertTrouble trouble) {
        AlertTrouble.Told told = trouble.told();
        Duration reminder = policy.current().policy().alerts().limits().reminder();
        return told == null || (!reminder.isZero() && !told.at().plus(reminder).isAfter(acts.now()));
    }

    /// Reports that a trouble is over; nothing when it is not open.
    void over(Alert.Kind kind, String about) {
        lock.lock();
        try {
            AlertTrouble trouble = open.find(new AlertTrouble.Key(kind, about));
            if (trouble != null) {
                end(trouble, acts.now());
            }
        } finally {
            lock.unlock();
        }
    }

    /// Takes in what a pass of all rules found: what it did not find is over soon.
    ///
    /// @param kinds the kinds of the rules
    void settle(Set<Alert.Kind> kinds, Collection<Finding> found) {
        lock.lock();
        try {
            Instant now = acts.now();
            Set<AlertTrouble.Key> seen = new HashSet<>();
            found.forEach(finding -> seen.add(finding.key()));
            found.forEach(this::found);
            for (AlertTrouble trouble : open.of(kinds)) {
                if (!seen.contains(trouble.key())) {
                    Instant clear = open.clearSince(trouble.key(), now);
                    if (!clear.plus(CLEAR_FOR).isAfter(now)) {
                        end(trouble, clear);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Reminds of conditions that last, and ends those from before a restart that nothing reported since.
    void review(Set<Alert.Kind> kinds) {
        lock.lock();
        try {
            for (AlertTrouble trouble : open.of(kinds)) {
                boolean forgotten = open.isUnconfirmed(trouble.key())
                        && !started.plus(UNCONFIRMED_FOR).isAfter(acts.now());
                if (forgotten) {
                    end(trouble, started);
                } else {
                    tell(trouble);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Forgets the troubles of rules that are off, without a report: nobody knows whether they are over.
    void drop(Set<Alert.Kind> kinds) {
        lock.lock();
        try {
            open.of(kinds).forEach(open::remove);
        } finally {
            lock.unlock();
        }
    }

    private void end(AlertTrouble trouble, Instant since) {
        open.remove(trouble);
        if (trouble.told() != null) {
            alerts.over(trouble, since);
        }
    }
}
