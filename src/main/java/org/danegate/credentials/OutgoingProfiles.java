package org.danegate.credentials;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.danegate.address.OutsideText;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.OutgoingLogins;
import org.danegate.sasl.Login;
import org.danegate.seal.Seal;
import org.danegate.wording.Fault;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/// The Outgoing SMTP Authentication profiles. SMTP routes name them; passwords are sealed in the database and leave
/// this room only to be sent. Changes act at once, on other nodes
/// within a second. They are read once and held in memory.
public final class OutgoingProfiles implements OutgoingLogins {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");
    private static final int LONGEST = 255;

    private final StoredOutgoingLogins rows;
    private final TransactionOperations transactions;
    private final Seal seal;
    private final DeliveryEvents events;
    private final CommittedPolicy policy;
    private final InstantSource clock;
    private final ReentrantLock changes = new ReentrantLock();
    private volatile @Nullable Map<String, Known> known;

    /// What the engine needs of a profile.
    ///
    /// @param serverKey as in {@link OutgoingProfile}
    public record Known(Login login, String serverKey) {}

    OutgoingProfiles(
            StoredOutgoingLogins rows,
            TransactionOperations transactions,
            Seal seal,
            DeliveryEvents events,
            CommittedPolicy policy,
            InstantSource clock) {
        this.rows = rows;
        this.transactions = transactions;
        this.seal = seal;
        this.events = events;
        this.policy = policy;
        this.clock = clock;
    }

    /// All profiles, by name.
    public List<OutgoingProfile> all() {
        return rows.findAllByOrderByName().stream()
                .map(StoredOutgoingLogin::profile)
                .toList();
    }

    @Override
    public List<String> names() {
        Map<String, Known> held = known;
        return held != null
                ? held.keySet().stream().sorted().toList()
                : all().stream().map(OutgoingProfile::name).toList();
    }

    public Optional<OutgoingProfile> find(String name) {
        return rows.findById(name).map(StoredOutgoingLogin::profile);
    }

    /// The login of a profile; empty when there is none of that name. Reads no database after the first time.
    ///
    /// @throws IllegalStateException when the password cannot be opened
    public Optional<Known> login(String name) {
        Map<String, Known> held = known;
        return Optional.ofNullable((held == null ? read() : held).get(name));
    }

    private Map<String, Known> read() {
        changes.lock();
        try {
            Map<String, Known> all = new HashMap<>();
            for (StoredOutgoingLogin row : rows.findAllByOrderByName()) {
                all.put(row.getId(), new Known(row.login(seal), row.profile().serverKey()));
            }
            known = all;
            return all;
        } finally {
            changes.unlock();
        }
    }

    /// Adds a profile.
    ///
    /// @throws RefusedException for a name that is taken, or values that are out of bounds
    public void add(String name, String user, String password, String serverKey, String actor) {
        if (!NAME.matcher(name).matches()) {
            throw refused("name", Wording.of("credentials.profile.refused.name"));
        }
        if (password.isEmpty()) {
            throw refused("password", Wording.of("credentials.profile.refused.password", LONGEST));
        }
        put(name, user, password, serverKey, true);
        report(actor, "added outgoing SMTP authentication profile " + name);
    }

    /// Changes a profile.
    ///
    /// @param password empty to keep the password
    /// @throws RefusedException when it is gone, or values are out of bounds
    public void change(String name, String user, String password, String serverKey, String actor) {
        put(name, user, password, serverKey, false);
        report(
                actor,
                "changed outgoing SMTP authentication profile " + name
                        + (password.isEmpty() ? "" : ", with a new password"));
    }

    private void put(String name, String user, String password, String serverKey, boolean anew) {
        String key = serverKey.replaceAll("[:\\s]", "").toLowerCase(Locale.ROOT);
        check(user, password, key);
        changed(() -> {
            Optional<StoredOutgoingLogin> before = rows.findById(name);
            if (before.isPresent() && anew) {
                throw refused("name", Wording.of("credentials.profile.refused.taken", name));
            }
            StoredOutgoingLogin row = anew ? new StoredOutgoingLogin(name) : before.orElseThrow(() -> gone(name));
            row.take(user, key, clock.instant());
            if (!password.isEmpty()) {
                row.take(password, seal);
            }
            rows.save(row);
        });
    }

    private static void check(String user, String password, String key) {
        if (user.isEmpty() || user.length() > LONGEST || !OutsideText.isHarmless(user)) {
            throw refused("user", Wording.of("credentials.profile.refused.user", LONGEST));
        }
        if (password.length() > LONGEST || !OutsideText.isHarmless(password)) {
            throw refused("password", Wording.of("credentials.profile.refused.password", LONGEST));
        }
        if (!key.isEmpty() && !KEY.matcher(key).matches()) {
            throw refused("serverKey", Wording.of("credentials.profile.refused.key"));
        }
    }

    /// Deletes a profile that no route in force names.
    ///
    /// @throws RefusedException when one does, or the profile is gone
    public void delete(String name, String actor) {
        if (policy.current().policy().smtpRoutes().stream().anyMatch(route -> name.equals(route.authentication()))) {
            throw new RefusedException(Wording.of("credentials.profile.refused.used", name));
        }
        changed(() -> rows.delete(rows.findById(name).orElseThrow(() -> gone(name))));
        report(actor, "deleted outgoing SMTP authentication profile " + name);
    }

    private void changed(Runnable change) {
        changes.lock();
        try {
            transactions.executeWithoutResult(t -> change.run());
        } finally {
            known = null;
            changes.unlock();
        }
    }

    /// Reads them again when they are needed, after another node changed them.
    void forget() {
        changes.lock();
        try {
            known = null;
        } finally {
            changes.unlock();
        }
    }

    private void report(String actor, String action) {
        events.publish(new DeliveryEvent.AdministratorActed(clock.instant(), actor, action));
    }

    private static RefusedException gone(String name) {
        return new RefusedException(Wording.of("credentials.profile.refused.gone", name));
    }

    private static RefusedException refused(String field, Wording why) {
        return new RefusedException(Fault.error(field, why));
    }
}
