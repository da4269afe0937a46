package org.danegate.access;

import java.security.PublicKey;
import java.util.Locale;
import java.util.Optional;
import org.danegate.event.ActingClient;
import org.danegate.wording.RefusedException;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/// Signs users in over SSH: by a public key, or by password and, where two-step sign-in is on, a code. Passwords are
/// checked and counted by the sign-in page's own rules, so that guessing here does not get around them.
public class ShellSignIn {

    private final AuthenticationManager passwords;
    private final UserAccounts accounts;
    private final SshKeys keys;
    private final SignInSteps steps;
    private final CodeCheck codes;
    private final Audit audit;

    ShellSignIn(
            AuthenticationManager passwords,
            UserAccounts accounts,
            SshKeys keys,
            SignInSteps steps,
            CodeCheck codes,
            Audit audit) {
        this.passwords = passwords;
        this.accounts = accounts;
        this.keys = keys;
        this.steps = steps;
        this.codes = codes;
        this.audit = audit;
    }

    /// The role of an enabled user who has chosen a password; empty for all others. It is read for each word, so
    /// that a change of role counts at once.
    public Optional<Role> role(String user) {
        return accounts.findById(name(user))
                .filter(UserAccount::isEnabled)
                .filter(account -> !account.isPasswordGiven())
                .map(UserAccount::getRole);
    }

    /// Whether the key signs the user in. Clients offer keys before they use them, so a refusal is not a guess.
    public boolean byKey(String user, PublicKey key) {
        return role(user).isPresent() && keys.has(name(user), key);
    }

    /// Whether password and code sign the user in.
    ///
    /// @param code empty for a user without two-step sign-in
    /// @param address of the client
    public boolean byPassword(String user, String password, String code, String address) {
        UsernamePasswordAuthenticationToken attempt =
                UsernamePasswordAuthenticationToken.unauthenticated(name(user), password);
        attempt.setDetails(new WebAuthenticationDetails(address, null));
        try {
            Authentication right = passwords.authenticate(attempt);
            Optional<SignInStep> left = SignInStep.leftFor(right);
            if (left.isEmpty()) {
                return role(user).isPresent();
            }
            return left.get() == SignInStep.CODE
                    && accepts(name(user), code, address)
                    && steps.afterCode(name(user)).isEmpty()
                    && role(user).isPresent();
        } catch (AuthenticationException refused) {
            return false;
        }
    }

    /// As on the page for the code, whose count this shares.
    private boolean accepts(String user, String code, String address) {
        try {
            codes.demand(user, code, address);
            return true;
        } catch (RefusedException refused) {
            return false;
        }
    }

    /// Records that a session began.
    public void began(String user, String address) {
        ActingClient.during(address, () -> {
            audit.record(name(user), "signed in over SSH from " + address);
            return null;
        });
    }

    /// The user's name as the accounts have it.
    public static String name(String typed) {
        return typed.toLowerCase(Locale.ROOT);
    }
}
