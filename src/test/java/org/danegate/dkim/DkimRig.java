package org.danegate.dkim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.danegate.policy.CommittedPolicy;

/// Signing keys in a folder, and what signs with them.
public final class DkimRig {

    private record Wish(String name, NewKey kind) {}

    /// Keys of earlier rigs of the process: an RSA key takes seconds to make.
    private static final Map<Wish, SigningKey> MADE = new ConcurrentHashMap<>();

    private final SigningKeyFolder keys;

    /// @param folder of the keys; made when the first one is
    public DkimRig(Path folder) {
        this.keys = new SigningKeyFolder(folder);
    }

    /// Adds a key, the same for the same name and kind.
    public DkimRig with(String name, NewKey kind) {
        try {
            keys.add(MADE.computeIfAbsent(new Wish(name, kind), DkimRig::made));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SigningKey made(Wish wish) {
        try {
            return KeyMaking.generate(wish.name(), wish.kind());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Deletes a key.
    public void without(String name) throws IOException {
        keys.delete(name);
    }

    /// What is published for a key.
    public String record(String name) throws IOException {
        SigningKey key = keys.key(name);
        return "v=DKIM1; k=" + key.algorithm().tag() + "; p=" + key.published();
    }

    /// What signs by a policy.
    public DkimSigning signing(CommittedPolicy policy, InstantSource clock) {
        return new DkimSigning(policy, keys, clock);
    }
}
