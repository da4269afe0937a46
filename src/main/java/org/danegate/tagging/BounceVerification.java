package org.danegate.tagging;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.seal.Seal;
import org.springframework.transaction.support.TransactionOperations;

/// Tags senders and checks recipients with the keys of the {@link KeyRing}, and creates and purges those keys.
public class BounceVerification implements TagCheck {

    private static final String SELF = "Danegate";

    private final KeyRing ring;
    private final DeliveryEvents events;
    private final InstantSource clock;

    BounceVerification(
            StoredKeys rows,
            TransactionOperations transactions,
            Seal seal,
            DeliveryEvents events,
            InstantSource clock) {
        this.ring = new KeyRing(rows, transactions, seal, clock);
        this.events = events;
        this.clock = clock;
    }

    /// Seals secrets that are stored in clear text, from before the sealing key existed.
    void sealAll() {
        ring.sealAll();
    }

    /// Reads the keys again, after another node changed them.
    void forget() {
        ring.forget();
    }

    /// Tags the sender with the newest key, and creates a key when there is none yet. See {@link BounceTag#tag}.
    ///
    /// @param sender reverse-path without angle brackets, empty for `<>`
    public String tag(String sender) {
        return sender.isEmpty() ? sender : BounceTag.tag(sender, signingKey(), clock.instant());
    }

    @Override
    public Result of(String address) {
        return BounceTag.check(address, ring.known().all(), clock.instant());
    }

    /// The keys, newest first, without their secrets.
    public List<KeyStatus> keys() {
        return ring.known().status();
    }

    /// Creates a key that signs from now on; the previous one still verifies.
    ///
    /// @throws NoFreeKeyNumberException when all ten numbers are taken
    public KeyStatus newKey(String user) {
        KeyStatus made = ring.locked(() -> ring.create(user));
        acted(user, "created bounce verification key " + made.number());
        return made;
    }

    /// Deletes earlier keys; mail tagged with them can no longer bounce.
    ///
    /// @return how many keys were deleted
    public int purge(PurgeChoice choice, String user) {
        Instant latest = clock.instant().minus(choice.unused());
        List<Integer> gone = ring.locked(() -> {
            List<Integer> numbers = ring.known().status().stream()
                    .filter(k -> retiredUntil(k, latest))
                    .map(KeyStatus::number)
                    .toList();
            ring.delete(numbers);
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
        TagKey signing = ring.known().signing();
        return signing != null ? signing : ring.locked(this::firstKey);
    }

    private TagKey firstKey() {
        TagKey signing = ring.known().signing();
        if (signing == null) {
            KeyStatus made = ring.create(SELF);
            events.publish(new DeliveryEvent.SystemNotice(
                    clock.instant(), false, "Created bounce verification key " + made.number()));
            signing = ring.known().signing();
        }
        if (signing == null) {
            throw new IllegalStateException("the new bounce verification key is not in the database");
        }
        return signing;
    }

    private void acted(String user, String action) {
        events.publish(new DeliveryEvent.AdministratorActed(clock.instant(), user, action));
    }
}
