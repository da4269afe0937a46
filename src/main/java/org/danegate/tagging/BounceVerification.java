package org.danegate.tagging;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.seal.Seal;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/// Tags senders and checks recipients with the keys in the database, and creates and purges those keys. Keys are read
/// once and held in memory, because every message needs them; only this class changes them.
public class BounceVerification implements TagCheck {

    private static final int NUMBERS = 10;
    private static final int SECRET_OCTETS = 32;
    private static final String SELF = "Danegate";

    private final StoredKeys rows;
    private final TransactionOperations transactions;
    private final Seal seal;
    private final DeliveryEvents events;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock changes = new ReentrantLock();
    private volatile @Nullable Known known;

    /// The keys, newest first; the signing key is null until there is one.
    private record Known(@Nullable TagKey signing, List<TagKey> all, List<KeyStatus> status) {}

    BounceVerification(
            StoredKeys rows,
            TransactionOperations transactions,
            Seal seal,
            DeliveryEvents events,
            InstantSource clock) {
        this.rows = rows;
        this.seal = seal;
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
    }

    /// Seals secrets that are stored in clear text, from before the sealing key existed.
    void sealAll() {
        transactions.executeWithoutResult(t -> rows.saveAll(
                rows.findAll().stream().filter(key -> key.seal(seal)).toList()));
    }

    /// Tags the sender with the newest key, and creates a key when there is none yet. See {@link BounceTag#tag}.
    ///
    /// @param sender reverse-path without angle brackets, empty for `<>`
    public String tag(String sender) {
        return sender.isEmpty() ? sender : BounceTag.tag(sender, signingKey(), clock.instant());
    }

    @Override
    public Result of(String address) {
        return BounceTag.check(address, known().all(), clock.instant());
    }

    /// The keys, newest first, without their secrets.
    public List<KeyStatus> keys() {
        return known().status();
    }

    /// Creates a key that signs from now on; the previous one still verifies.
    ///
    /// @throws NoFreeKeyNumberException when all ten numbers are taken
    public KeyStatus newKey(String user) {
        KeyStatus made = locked(() -> create(user));
        acted(user, "created bounce verification key " + made.number());
        return made;
    }

    /// Deletes earlier keys; mail tagged with them can no longer bounce.
    ///
    /// @return how many keys were deleted
    public int purge(PurgeChoice choice, String user) {
        Instant latest = clock.instant().minus(choice.unused());
        List<Integer> gone = locked(() -> {
            List<Integer> numbers = known().status().stream()
                    .filter(k -> retiredUntil(k, latest))
                    .map(KeyStatus::number)
                    .toList();
            transactions.executeWithoutResult(t -> rows.deleteAllById(numbers));
            known = null;
            return numbers;
        });
        acted(user, "purged bounce verification keys (" + choice.label() + "): " + (gone.isEmpty() ? "none" : gone));
        return gone.size();
    }

    private static boolean retiredUntil(KeyStatus key, Instant latest) {
        Instant retired = key.retiredAt();
        return retired != null && !retired.isAfter(latest);
    }

    private TagKey signingKey() {
        TagKey signing = known().signing();
        return signing != null ? signing : locked(this::firstKey);
    }

    private TagKey firstKey() {
        TagKey signing = known().signing();
        if (signing == null) {
            KeyStatus made = create(SELF);
            events.publish(new DeliveryEvent.SystemNotice(
                    clock.instant(), false, "Created bounce verification key " + made.number()));
            signing = known().signing();
        }
        if (signing == null) {
            throw new IllegalStateException("the new bounce verification key is not in the database");
        }
        return signing;
    }

    private KeyStatus create(String user) {
        List<KeyStatus> before = known().status();
        int last = before.isEmpty() ? NUMBERS - 1 : before.getFirst().number();
        int number = IntStream.rangeClosed(1, NUMBERS)
                .map(step -> (last + step) % NUMBERS)
                .filter(n -> before.stream().noneMatch(k -> k.number() == n))
                .findFirst()
                .orElseThrow(NoFreeKeyNumberException::new);
        byte[] secret = new byte[SECRET_OCTETS];
        random.nextBytes(secret);
        Instant now = clock.instant();
        StoredKey made = new StoredKey(number, secret, seal, now, user);
        transactions.executeWithoutResult(t -> {
            rows.findAll().stream().filter(StoredKey::signs).forEach(k -> {
                k.retire(now);
                rows.save(k);
            });
            rows.save(made);
        });
        known = null;
        return made.status();
    }

    private Known known() {
        Known held = known;
        return held != null ? held : locked(this::read);
    }

    private Known read() {
        List<StoredKey> stored = rows.findAllByOrderByCreatedAtDesc();
        Known now = new Known(
                stored.stream()
                        .filter(StoredKey::signs)
                        .findFirst()
                        .map(key -> key.key(seal))
                        .orElse(null),
                stored.stream().map(key -> key.key(seal)).toList(),
                stored.stream().map(StoredKey::status).toList());
        known = now;
        return now;
    }

    private <T> T locked(Supplier<T> action) {
        changes.lock();
        try {
            return action.get();
        } finally {
            changes.unlock();
        }
    }

    private void acted(String user, String action) {
        events.publish(new DeliveryEvent.AdministratorActed(clock.instant(), user, action));
    }
}
