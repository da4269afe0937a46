package org.danegate.access;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;

/// Decides which steps a user must take, and identifies the user between them.
class SignInSteps {

    private final UserAccounts accounts;
    private final TwoStepSecrets secrets;
    private final PasskeyRows passkeys;
    private final SecondFactorRule rule;

    SignInSteps(UserAccounts accounts, TwoStepSecrets secrets, PasskeyRows passkeys, SecondFactorRule rule) {
        this.rule = rule;
        this.passkeys = passkeys;
        this.accounts = accounts;
        this.secrets = secrets;
    }

    /// The next step after the right password. For a user who has a second factor, the password alone leads to
    /// neither a new password nor the set-up of another factor.
    Optional<SignInStep> afterPassword(String user) {
        if (secrets.existsById(user)) {
            return Optional.of(SignInStep.CODE);
        }
        return secondFactor(user).filter(step -> step == SignInStep.PASSKEY).or(() -> afterCode(user));
    }

    /// The next step after the right code.
    Optional<SignInStep> afterCode(String user) {
        return accounts.findById(user)
                .filter(UserAccount::isPasswordGiven)
                .map(account -> SignInStep.NEW_PASSWORD)
                .or(() -> secondFactor(user));
    }

    /// The next step after a passkey, which is both factors: only a password that somebody else gave is replaced.
    Optional<SignInStep> afterPasskey(String user) {
        return accounts.findById(user).filter(UserAccount::isPasswordGiven).map(account -> SignInStep.NEW_PASSWORD);
    }

    /// The next step when the password is the user's own: the second factor that the role needs. An app's code was
    /// asked for before.
    Optional<SignInStep> secondFactor(String user) {
        return accounts.findById(user)
                .filter(account -> rule.demandedOf(account.getRole()) && !secrets.existsById(user))
                .map(account -> passkeys.existsByUserName(user) ? SignInStep.PASSKEY : SignInStep.ENROL);
    }

    /// Makes somebody the user of the request under way.
    static SecurityContext enter(Authentication somebody) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(somebody);
        SecurityContextHolder.setContext(context);
        return context;
    }

    /// The user with the role.
    static Authentication signedIn(UserDetails account, Object details) {
        UsernamePasswordAuthenticationToken somebody =
                UsernamePasswordAuthenticationToken.authenticated(account, null, account.getAuthorities());
        somebody.eraseCredentials();
        somebody.setDetails(details);
        return somebody;
    }

    /// The user with only the step and no role.
    static Authentication halfSignedIn(String user, SignInStep step, @Nullable Object details) {
        List<GrantedAuthority> onlyStep = List.of(step.authority());
        UserDetails principal =
                User.withUsername(user).password("").authorities(onlyStep).build();
        UsernamePasswordAuthenticationToken half =
                UsernamePasswordAuthenticationToken.authenticated(principal, null, onlyStep);
        half.setDetails(details);
        return half;
    }
}
