package org.danegate.dkim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import org.danegate.policy.CommittedPolicy;

/// Signing keys in a folder, and what signs with them.
public final class DkimRig {

    private final SigningKeyFolder keys;

    /// @param folder of the keys; made when the first one is
    public DkimRig(Path folder) {
        this.keys = new SigningKeyFolder(folder);
    }

    /// Generates a key.
    public DkimRig with(String name, NewKey kind) {
        try {
            keys.add(KeyMaking.generate(name, kind));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
