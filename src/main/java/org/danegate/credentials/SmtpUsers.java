package org.danegate.credentials;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.sasl.ScramKeys;
import org.danegate.seal.Seal;
import org.danegate.wording.Fault;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/// The users who may authenticate to listeners. Changes act at once, without a commit: what was revoked must not come
/// back with an older revision of the policy. Users are read from the database once and held in memory.
/// On other nodes changes act within a second.
public final class SmtpUsers implements SenderLogins {

    /// Cost of a password: about 5 milliseconds for each attempt. The keys are sealed too, so that a stolen
    /// database alone cannot be guessed at.
    static final int ITERATIONS = 10_000;

    private static final int SALT_OCTETS = 16;
    private static final int KEY_OCTETS = 32;

    private final StoredSmtpUsers rows;
    private final TransactionOperations transactions;
    private final Seal seal;
    private final DeliveryEvents events;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock changes = new ReentrantLock();
    private final Map<String, Instant> used = new ConcurrentHashMap<>();
    private volatile @Nullable Map<String, Candidate> known;

    SmtpUsers(
            StoredSmtpUsers rows,
            TransactionOperations transactions,
            Seal seal,
            DeliveryEvents events,
            InstantSource clock) {
        this.rows = rows;
        this.transactions = transactions;
        this.seal = seal;
        this.events = events;
        this.clock = clock;
    }

    /// All users, by name.
    public List<SmtpUser> all() {
        return rows.findAllByOrderByName().stream().map(StoredSmtpUser::user).toList();
    }

    public Optional<SmtpUser> find(String name) {
        return rows.findById(name).map(StoredSmtpUser::user);
    }

    /// When the user last authenticated since this server started; empty when the user has not.
    public Optional<Instant> lastUse(String name) {
        return Optional.ofNullable(used.get(name));
    }

    /// Adds a user.
    ///
    /// @param given the password; empty to make a random one
    /// @return the password when it was made here, to be shown once; else empty
    /// @throws RefusedException for a name that is taken, or values that are out of bounds
    public Optional<String> add(String name, SmtpUser.Terms terms, String given, String actor) {
        SmtpUserRules.name(name);
        SmtpUserRules.terms(terms);
        Password password = password(name, given);
        changed(() -> {
            if (rows.existsById(name)) {
                throw new RefusedException(Fault.error("name", Wording.of("credentials.user.refused.taken", name)));
            }
            StoredSmtpUser made = new StoredSmtpUser(name, terms, clock.instant());
            made.take(password.keys(), seal, clock.instant());
            rows.save(made);
        });
        report(actor, "added SMTP user " + name, UserChanges.of(null, terms));
        return password.shown();
    }

    /// Changes what a user may do.
    ///
    /// @throws RefusedException when the user is gone, or values are out of bounds
    public void change(String name, SmtpUser.Terms terms, String actor) {
        SmtpUserRules.terms(terms);
        SmtpUser before = existing(name).user();
        changed(() -> {
            StoredSmtpUser row = existing(name);
            row.take(terms);
            rows.save(row);
        });
        report(actor, "changed SMTP user " + name, UserChanges.of(before.terms(), terms));
    }

    /// Replaces the password; the one before is not accepted any more.
    ///
    /// @param given the password; empty to make a random one
    /// @return the password when it was made here, to be shown once; else empty
    /// @throws RefusedException when the user is gone, or for a bad password
    public Optional<String> newPassword(String name, String given, String actor) {
        Password password = password(name, given);
        changed(() -> {
            StoredSmtpUser row = existing(name);
            row.take(password.keys(), seal, clock.instant());
            rows.save(row);
        });
        report(actor, "set the password of SMTP user " + name, "");
        return password.shown();
    }

    /// Deletes a user.
    ///
    /// @throws RefusedException when the user is gone
    public void delete(String name, String actor) {
        SmtpUser before = existing(name).user();
        changed(() -> rows.deleteById(name));
        used.remove(name);
        report(actor, "deleted SMTP user " + name, UserChanges.of(before.terms(), null));
    }

    /// A new password.
    ///
    /// @param shown the text, when nobody knows it yet
    private record Password(ScramKeys keys, Optional<String> shown) {}

    private Password password(String name, String given) {
        if (!given.isEmpty()) {
            SmtpUserRules.password(name, given);
        }
        String text = given.isEmpty() ? RandomPassword.make(random) : given;
        byte[] salt = new byte[SALT_OCTETS];
        random.nextBytes(salt);
        return new Password(
                ScramKeys.of(text, salt, ITERATIONS), given.isEmpty() ? Optional.of(text) : Optional.empty());
    }

    private StoredSmtpUser existing(String name) {
        return rows.findById(name)
                .orElseThrow(() -> new RefusedException(Wording.of("credentials.user.refused.gone", name)));
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

    private void report(String actor, String action, String values) {
        events.publish(new DeliveryEvent.AdministratorActed(clock.instant(), actor, action, values));
    }

    @Override
    public Candidate candidate(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        Map<String, Candidate> held = known;
        Candidate found = (held == null ? read() : held).get(key);
        return found == null ? new Candidate(madeUp(key), Optional.empty()) : found;
    }

    private Map<String, Candidate> read() {
        changes.lock();
        try {
            Map<String, Candidate> all = new HashMap<>();
            for (StoredSmtpUser row : rows.findAllByOrderByName()) {
                all.put(row.getId(), new Candidate(row.keys(seal), Optional.of(row.user())));
            }
            known = all;
            return all;
        } finally {
            changes.unlock();
        }
    }

    /// Keys that fit no password. They are the same each time, or a client could tell that there is no such user.
    private ScramKeys madeUp(String name) {
        byte[] octets = Base64.getUrlDecoder().decode(seal.sign("no smtp user " + name));
        byte[] salt = Arrays.copyOf(octets, SALT_OCTETS);
        byte[] key = Arrays.copyOf(octets, KEY_OCTETS);
        return new ScramKeys(salt, ITERATIONS, key, key);
    }

    @Override
    public void used(SmtpUser user) {
        used.put(user.name(), clock.instant());
    }
}
