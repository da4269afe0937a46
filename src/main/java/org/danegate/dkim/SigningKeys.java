package org.danegate.dkim;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.danegate.address.DomainName;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DraftPolicy;
import org.danegate.policy.Policy;
import org.danegate.policy.SigningProfile;
import org.danegate.policy.SigningProfile.NextKey;
import org.danegate.policy.SigningProfile.SelectorKey;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// Mail Policies > Signing Keys: what there is, and what administrators do with it. Each change takes effect at once.
/// Private keys never leave this room.
public final class SigningKeys {

    /// Largest text of a key, in characters; one of RSA 4096 has 3,300.
    static final int MOST_TEXT = 64 << 10;

    private static final int MOST_SECONDS = 20;

    private final SigningKeyFolder folder;
    private final PublishedRecords records;
    private final CommittedPolicy policy;
    private final DraftPolicy draft;
    private final KeyActs acts;

    SigningKeys(
            SigningKeyFolder folder,
            PublishedRecords records,
            CommittedPolicy policy,
            DraftPolicy draft,
            KeyActs acts) {
        this.folder = folder;
        this.records = records;
        this.policy = policy;
        this.draft = draft;
        this.acts = acts;
    }

    /// The result of a change.
    public sealed interface Outcome {

        /// @param name of the key
        record Done(String name) implements Outcome {}

        /// @param faults at least one
        record Refused(List<Fault> faults) implements Outcome {
            static Refused of(String field, String code, Object... arguments) {
                return new Refused(List.of(Fault.error(field, Wording.of("dkim.fault." + code, arguments))));
            }
        }
    }

    /// The keys that can be read, by name.
    public List<ShownKey> all() {
        return folder.names().stream().flatMap(name -> find(name).stream()).toList();
    }

    /// Names of files that are no key that signs.
    public List<String> unreadable() {
        return folder.names().stream().filter(name -> read(name) == null).toList();
    }

    /// One key; empty when it does not exist or cannot be read.
    public Optional<ShownKey> find(String name) {
        SigningKey key = read(name);
        return key == null
                ? Optional.empty()
                : Optional.of(
                        new ShownKey(name, key.algorithm(), key.bits(), key.fingerprint(), key.published(), uses(key)));
    }

    /// Looks up the records of a key in DNS.
    ///
    /// @return false when the key does not exist, or no profile uses it
    public boolean test(String name) {
        return test(find(name).stream().toList());
    }

    /// Looks up the records of all keys in DNS, at the same time; gives up waiting after 20 seconds.
    public void testAll() {
        test(all());
    }

    private boolean test(List<ShownKey> keys) {
        List<CompletableFuture<Void>> looks = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (ShownKey one : keys) {
                SigningKey key = read(one.name());
                one.uses().stream()
                        .flatMap(use -> Optional.ofNullable(use.owner()).stream())
                        .distinct()
                        .filter(owner -> key != null)
                        .forEach(owner -> looks.add(
                                CompletableFuture.runAsync(() -> records.look(owner, requireKey(key)), threads)));
            }
            CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new))
                    .completeOnTimeout(null, MOST_SECONDS, TimeUnit.SECONDS)
                    .join();
            threads.shutdownNow();
        }
        return !looks.isEmpty();
    }

    private static SigningKey requireKey(@Nullable SigningKey key) {
        return Objects.requireNonNull(key);
    }

    /// Generates a key.
    ///
    /// @throws IOException when it cannot be written
    /// @throws GeneralSecurityException when the platform cannot make it
    public Outcome generate(String name, NewKey kind, String user) throws IOException, GeneralSecurityException {
        Optional<Outcome.Refused> refused = refusedName(name);
        return refused.isPresent() ? refused.get() : add(KeyMaking.generate(name, kind), "generated", user);
    }

    /// Stores a key that somebody pasted.
    ///
    /// @param text PEM, or an Ed25519 seed in base64
    /// @throws IOException when it cannot be written
    public Outcome paste(String name, String text, String user) throws IOException {
        Optional<Outcome.Refused> refused = refusedName(name);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (text.isBlank() || text.length() > MOST_TEXT) {
            return Outcome.Refused.of("privateKey", text.isBlank() ? "no-key" : "malformed");
        }
        return switch (KeyReading.read(text)) {
            case KeyReading.Found.None none -> Outcome.Refused.of("privateKey", none.code());
            case KeyReading.Found.Key found -> paste(name, found, user);
        };
    }

    private Outcome paste(String name, KeyReading.Found.Key found, String user) throws IOException {
        try {
            SigningKey key = KeyMaking.of(name, found.key());
            boolean size = key.algorithm() != KeyAlgorithm.RSA
                    || key.bits() >= KeyMaking.LEAST_RSA && key.bits() <= KeyMaking.MOST_RSA;
            return size
                    ? add(key, "imported", user)
                    : Outcome.Refused.of("privateKey", "size", key.bits(), KeyMaking.LEAST_RSA, KeyMaking.MOST_RSA);
        } catch (GeneralSecurityException unusable) {
            return Outcome.Refused.of("privateKey", "unknown");
        }
    }

    private Outcome add(SigningKey key, String how, String user) throws IOException {
        if (!folder.add(key)) {
            return Outcome.Refused.of("name", "name.twice", key.name());
        }
        acts.did(user, how + " signing key " + key.name() + ", SHA-256 " + key.fingerprint());
        return new Outcome.Done(key.name());
    }

    private Optional<Outcome.Refused> refusedName(String name) {
        if (!KeyFiles.isName(name)) {
            return Optional.of(Outcome.Refused.of("name", "name"));
        }
        return folder.has(name) ? Optional.of(Outcome.Refused.of("name", "name.twice", name)) : Optional.empty();
    }

    /// Deletes a key that no profile uses.
    ///
    /// @return the profiles that use it; when there are any, nothing was deleted
    /// @throws IOException when the file cannot be deleted
    public List<String> delete(String name, String user) throws IOException {
        List<String> profiles = new ArrayList<>();
        for (Policy one : List.of(policy.current().policy(), draft.draft())) {
            one.dkim().profiles().stream()
                    .filter(profile ->
                            profile.keys().stream().anyMatch(k -> k.key().equals(name)))
                    .map(SigningProfile::name)
                    .filter(profile -> !profiles.contains(profile))
                    .forEach(profiles::add);
        }
        if (profiles.isEmpty() && folder.has(name)) {
            folder.delete(name);
            acts.did(user, "deleted signing key " + name);
        }
        return profiles;
    }

    private List<KeyUse> uses(SigningKey key) {
        Policy now = policy.current().policy();
        Policy then = draft.draft();
        List<KeyUse> uses = new ArrayList<>();
        for (SigningProfile profile : then.dkim().profiles()) {
            boolean inForce = now.dkim().profiles().contains(profile);
            profile.keys().stream()
                    .filter(one -> one.key().equals(key.name()))
                    .forEach(one -> uses.add(use(key, one, profile, then, inForce, true)));
        }
        for (SigningProfile profile : now.dkim().profiles()) {
            if (!then.dkim().profiles().contains(profile)) {
                profile.keys().stream()
                        .filter(one -> one.key().equals(key.name()))
                        .forEach(one -> uses.add(use(key, one, profile, now, true, false)));
            }
        }
        return uses;
    }

    private KeyUse use(
            SigningKey key, SelectorKey selector, SigningProfile profile, Policy of, boolean inForce, boolean inDraft) {
        DomainName owner = selector.owner(profile.domain()).orElse(null);
        KeyUse.Phase phase = Rotation.phase(profile, selector, acts.today(), this::algorithm);
        NextKey next = profile.next();
        LocalDate date = next == null || phase == KeyUse.Phase.SIGNS || phase == KeyUse.Phase.OFF ? null : next.from();
        return new KeyUse(
                profile.name(),
                profile.domain(),
                selector.selector(),
                owner,
                phase,
                date,
                date != null && phase == KeyUse.Phase.REPLACED ? Rotation.keepUntil(date, of) : null,
                inForce,
                inDraft,
                owner == null ? null : records.last(owner, key).orElse(null));
    }

    /// The algorithm of a key; null when it cannot be read.
    @Nullable
    KeyAlgorithm algorithm(String name) {
        SigningKey key = read(name);
        return key == null ? null : key.algorithm();
    }

    private @Nullable SigningKey read(String name) {
        try {
            return folder.key(name);
        } catch (SigningException unreadable) {
            return null;
        }
    }
}
