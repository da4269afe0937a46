package org.danegate.access;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.danegate.wording.Fault;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.annotation.Transactional;

/// Adds, changes and deletes users. A change of role, password or state ends the user's sessions, and at least one
/// administrator who can sign in always remains.
public class Users {

    /// Shortest password, in characters.
    public static final int SHORTEST_PASSWORD = 12;
    /// Longest password, in characters; it bounds our cost of hashing and does not help a guesser.
    public static final int LONGEST_PASSWORD = 128;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,31}");

    private final UserAccounts accounts;
    private final PasswordEncoder encoder;
    private final UserSessions sessions;
    private final Audit audit;
    private final InstantSource clock;

    Users(UserAccounts accounts, PasswordEncoder encoder, UserSessions sessions, Audit audit, InstantSource clock) {
        this.accounts = accounts;
        this.encoder = encoder;
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
    }

    /// All users by name.
    @Transactional(readOnly = true)
    public List<UserAccount> all() {
        return accounts.findAllByOrderByName();
    }

    /// One user.
    @Transactional(readOnly = true)
    public Optional<UserAccount> find(String name) {
        return accounts.findById(name.toLowerCase(Locale.ROOT));
    }

    /// Whether an identity provider signs the user in, so that there is no password here.
    @Transactional(readOnly = true)
    public boolean signsInElsewhere(String name) {
        return find(name).filter(user -> !user.hasPassword()).isPresent();
    }

    /// Adds an enabled user.
    ///
    /// @throws RefusedException for a name that is taken or malformed, or a password that breaks the rules
    @Transactional
    public void add(String name, GivenPassword password, Role role, String actor) {
        if (!NAME.matcher(name).matches()) {
            throw new RefusedException(Fault.error("name", Wording.of("access.refused.name")));
        }
        if (accounts.existsById(name)) {
            throw new RefusedException(Fault.error("name", Wording.of("access.refused.taken", name)));
        }
        UserAccount account = new UserAccount(name, hash(name, password.text()), role, clock.instant());
        account.setPassword(account.getPasswordHash(), password.once());
        accounts.saveAndFlush(account);
        audit.record(
                actor,
                "added user " + name + " as " + role.label(),
                UserRights.differences(null, new UserRights(role, true)));
    }

    /// Changes role, state and perhaps the password, all or nothing.
    ///
    /// @param password the new one, or null to keep the password
    /// @throws RefusedException when no local administrator would remain, when the user no longer exists, for a bad
    ///     password, or for a password or role of a user whom an identity provider signs in
    @Transactional
    public void change(String name, Role role, boolean enabled, @Nullable GivenPassword password, String actor) {
        if (role != Role.ADMINISTRATOR || !enabled) {
            keepOneAdministratorBeside(name);
        }
        UserAccount account = existing(name);
        if (!account.hasPassword() && (password != null || role != account.getRole())) {
            throw new RefusedException(Wording.of("access.refused.provider"));
        }
        String changes = UserRights.differences(rights(account), new UserRights(role, enabled));
        if (password != null) {
            account.setPassword(hash(name, password.text()), password.once());
            audit.record(actor, "set the password of user " + name);
        }
        account.setRole(role);
        account.setEnabled(enabled);
        endSessions(name, null);
        audit.record(
                actor,
                "changed user " + name + " to " + role.label() + ", " + (enabled ? "enabled" : "disabled"),
                changes);
    }

    private static UserRights rights(UserAccount account) {
        return new UserRights(account.getRole(), account.isEnabled());
    }

    /// Changes the user's own password; the user signs in again with it.
    ///
    /// @throws RefusedException for a wrong current password, or a new one that breaks the rules
    @Transactional
    public void changeOwnPassword(String name, String current, String password) {
        UserAccount account = existing(name);
        if (!account.hasPassword() || !encoder.matches(current, account.getPasswordHash())) {
            audit.record(name, "failed to change the own password");
            throw new RefusedException(Fault.error("current", Wording.of("access.refused.current")));
        }
        if (current.equals(password)) {
            throw new RefusedException(Fault.error("password", Wording.of("access.refused.same")));
        }
        account.setPassword(hash(name, password), false);
        endSessions(name, null);
        audit.record(name, "changed the own password");
    }

    /// Replaces a password that somebody else gave, between the steps of signing in.
    ///
    /// @throws RefusedException for a password that breaks the rules or equals the given one, or when the user
    ///     chose a password meanwhile
    @Transactional
    public void replaceGivenPassword(String name, String password) {
        UserAccount account = existing(name);
        if (!account.isPasswordGiven()) {
            throw new RefusedException(Wording.of("access.refused.not-given"));
        }
        if (encoder.matches(password, account.getPasswordHash())) {
            throw new RefusedException(Fault.error("password", Wording.of("access.refused.same")));
        }
        account.setPassword(hash(name, password), false);
        audit.record(name, "chose a password instead of the one given");
    }

    /// Deletes a user with all API tokens.
    ///
    /// @throws RefusedException when no administrator would remain, or the user no longer exists
    @Transactional
    public void delete(String name, String actor) {
        keepOneAdministratorBeside(name);
        UserAccount account = existing(name);
        accounts.delete(account);
        endSessions(name, null);
        audit.record(actor, "deleted user " + name, UserRights.differences(rights(account), null));
    }

    /// Replaces a hash made with weaker parameters by a new hash of the same password.
    @Transactional
    void rehash(String name, String hash) {
        accounts.findById(name).ifPresent(account -> account.setPassword(hash, account.isPasswordGiven()));
    }

    private void keepOneAdministratorBeside(String name) {
        boolean another = accounts.lockAdministrators().stream()
                .anyMatch(account -> !account.getName().equals(name));
        if (!another) {
            throw new RefusedException(Wording.of("access.refused.last", name));
        }
    }

    private UserAccount existing(String name) {
        return accounts.findById(name).orElseThrow(() -> new RefusedException(Wording.of("access.refused.gone", name)));
    }

    private String hash(String name, String password) {
        PasswordRules.check(name, password);
        return Objects.requireNonNull(encoder.encode(password));
    }

    /// Ends all sessions of a user except one, on all nodes.
    ///
    /// @param kept identifier of the session that continues, or null for none
    public void endSessions(String name, @Nullable String kept) {
        sessions.end(name, kept);
    }
}
