package org.danegate.tagging;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.danegate.seal.Seal;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/// The keys in the database. They are read once and held in memory, because every message needs them.
final class KeyRing {

    private static final int NUMBERS = 10;
    private static final int SECRET_OCTETS = 32;

    private final StoredKeys rows;
    private final TransactionOperations transactions;
    private final Seal seal;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock changes = new ReentrantLock();
    private volatile @Nullable Known known;

    /// The keys, newest first; the signing key is null until there is one.
    record Known(@Nullable TagKey signing, List<TagKey> all, List<KeyStatus> status) {}

    KeyRing(StoredKeys rows, TransactionOperations transactions, Seal seal, InstantSource clock) {
        this.rows = rows;
        this.transactions = transactions;
        this.seal = seal;
        this.clock = clock;
    }

    /// Seals secrets that are stored in clear text, from before the sealing key existed.
    void sealAll() {
        transactions.executeWithoutResult(t -> rows.saveAll(
                rows.findAll().stream().filter(key -> key.seal(seal)).toList()));
    }

    /// Creates a key that signs from now on; the previous one still verifies. Called under the lock.
    ///
    /// @throws NoFreeKeyNumberException when all ten numbers are taken
    KeyStatus create(String user) {
        int number = freeNumber(known().status());
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

    /// The number after the newest key's, without those that are taken.
    private static int freeNumber(List<KeyStatus> taken) {
        int last = taken.isEmpty() ? NUMBERS - 1 : taken.getFirst().number();
        return IntStream.rangeClosed(1, NUMBERS)
                .map(step -> (last + step) % NUMBERS)
                .filter(n -> taken.stream().noneMatch(k -> k.number() == n))
                .findFirst()
                .orElseThrow(NoFreeKeyNumberException::new);
    }

    /// Deletes keys. Called under the lock.
    void delete(List<Integer> numbers) {
        transactions.executeWithoutResult(t -> rows.deleteAllById(numbers));
        known = null;
    }

    /// The keys as they are in the database.
    Known known() {
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

    /// Reads the keys again when they are needed, after another node changed them.
    void forget() {
        locked(() -> {
            known = null;
            return "";
        });
    }

    /// Does something while nobody else changes the keys.
    <T> T locked(Supplier<T> action) {
        changes.lock();
        try {
            return action.get();
        } finally {
            changes.unlock();
        }
    }
}
