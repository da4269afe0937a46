package org.danegate.access;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.danegate.wording.Fault;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions;
import org.springframework.transaction.annotation.Transactional;

/// Adds, lists and removes the passkeys with which users sign in. Each user does so for their own account; an
/// administrator can remove them for a user who lost a device. The password stays, so nobody loses the only way in.
public class Passkeys {

    /// Most passkeys of one user.
    public static final int MOST = 20;
    /// Longest name of a passkey, in characters.
    public static final int LONGEST_LABEL = 100;

    /// How long a browser may take to make one.
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private final PasskeyRows rows;
    private final OwnPassword own;
    private final RelyingParty party;
    private final Audit audit;
    private final InstantSource clock;

    /// A passkey that a browser is asked to make.
    ///
    /// @param user whose it will be
    /// @param label what it will be called
    /// @param place where it will work
    /// @param options what the browser is asked for
    /// @param at when it was asked
    public record Begun(
            String user, String label, PasskeyPlace.On place, PublicKeyCredentialCreationOptions options, Instant at)
            implements Serializable {}

    Passkeys(PasskeyRows rows, OwnPassword own, RelyingParty party, Audit audit, InstantSource clock) {
        this.rows = rows;
        this.own = own;
        this.party = party;
        this.audit = audit;
        this.clock = clock;
    }

    /// The user's passkeys, oldest first.
    @Transactional(readOnly = true)
    public List<Passkey> of(String user) {
        return rows.findByUserNameOrderByCreatedAt(user);
    }

    /// How many passkeys each user has; users without one are left out.
    @Transactional(readOnly = true)
    public Map<String, Long> counts() {
        return rows.userNames().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    /// Whether anybody could sign in with a passkey there.
    @Transactional(readOnly = true)
    public boolean areUsedAt(PasskeyPlace.On place) {
        return rows.existsByRpId(place.rpId());
    }

    /// Begins to add a passkey.
    ///
    /// @param label what to call it
    /// @param password the user's own
    /// @throws RefusedException for a name that is missing or too long, a wrong password, or one passkey too many
    @Transactional
    public Begun begin(Authentication user, String label, String password, PasskeyPlace.On place) {
        refuseUnnamed(label);
        own.demand(user.getName(), password, "a new passkey");
        return begun(user, label, place);
    }

    /// The same for a user who has given the password just now, at the sign-in.
    ///
    /// @param label what to call it
    /// @throws RefusedException for a name that is missing or too long, or one passkey too many
    @Transactional
    Begun beginAtSignIn(Authentication user, String label, PasskeyPlace.On place) {
        refuseUnnamed(label);
        return begun(user, label, place);
    }

    private static void refuseUnnamed(String label) {
        if (label.isBlank() || label.strip().length() > LONGEST_LABEL) {
            throw new RefusedException(Fault.error("label", Wording.of("access.refused.passkey-label", LONGEST_LABEL)));
        }
    }

    private Begun begun(Authentication user, String label, PasskeyPlace.On place) {
        refuseTooMany(user.getName());
        return new Begun(user.getName(), label.strip(), place, party.creation(user, place), clock.instant());
    }

    /// The browser's request as JSON (W3C Web Authentication, section 5.1.9).
    public String json(Begun begun) {
        return party.json(begun.options());
    }

    /// Adds the passkey that the browser has made.
    ///
    /// @param credential the browser's answer as JSON (W3C Web Authentication, section 5.1)
    /// @throws RefusedException when it took too long, or the answer does not hold
    @Transactional
    public void finish(Begun begun, String credential) {
        if (!clock.instant().isBefore(begun.at().plus(PATIENCE))) {
            throw new RefusedException(Wording.of("access.refused.passkey-late"));
        }
        refuseTooMany(begun.user());
        if (!party.register(begun, credential)) {
            audit.record(begun.user(), "failed to add passkey \"" + begun.label() + "\": its answer does not hold");
            throw new RefusedException(Wording.of("access.refused.passkey"));
        }
        audit.record(
                begun.user(),
                "added passkey \"" + begun.label() + "\" for " + begun.place().rpId());
    }

    private void refuseTooMany(String user) {
        if (of(user).size() >= MOST) {
            throw new RefusedException(Wording.of("access.refused.passkey-many", MOST));
        }
    }

    /// Removes one of the user's own passkeys; it signs nobody in any more. Does nothing when it no longer exists.
    ///
    /// @return whether it existed
    @Transactional
    public boolean remove(String user, UUID id) {
        return rows.findById(id)
                .filter(passkey -> passkey.getUserName().equals(user))
                .map(passkey -> {
                    rows.delete(passkey);
                    audit.record(user, "removed passkey \"" + passkey.getLabel() + "\"");
                    return true;
                })
                .orElse(false);
    }

    /// Removes all passkeys of another user.
    @Transactional
    public void removeAll(String user, String actor) {
        for (Passkey passkey : of(user)) {
            rows.delete(passkey);
            audit.record(actor, "removed passkey \"" + passkey.getLabel() + "\" of user " + user);
        }
    }
}
