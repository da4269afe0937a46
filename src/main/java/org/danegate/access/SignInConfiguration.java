package org.danegate.access;

import java.time.InstantSource;
import java.util.Objects;
import org.danegate.guessing.GuessThrottle;
import org.danegate.seal.Seal;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AccountStatusUserDetailsChecker;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires signing in: the accounts, the steps, and what slows guessing down.
@Configuration(proxyBeanMethods = false)
class SignInConfiguration {

    private static final int THROTTLE_CAPACITY = 10_000;

    @Bean
    KnownBrowsers knownBrowsers(Seal seal, ObjectProvider<InstantSource> clock) {
        return new KnownBrowsers(seal, clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    SignInHistory signInHistory(
            UserAccounts accounts, TransactionTemplate transaction, ObjectProvider<InstantSource> clock) {
        return new SignInHistory(accounts, transaction, clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    SignInSteps signInSteps(
            UserAccounts accounts, TwoStepSecrets secrets, PasskeyRows passkeys, SecondFactorRule rule) {
        return new SignInSteps(accounts, secrets, passkeys, rule);
    }

    @Bean
    SignInResponses signInResponses(
            KnownBrowsers browsers,
            InitialPassword initial,
            Audit audit,
            Refusals refusals,
            SignInHistory history,
            ObjectProvider<InstantSource> clock) {
        return new SignInResponses(
                browsers, initial, audit, refusals, history, clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    CodeCheck codeCheck(
            TwoStep twoStep,
            Audit audit,
            Refusals refusals,
            SignInHistory history,
            ObjectProvider<InstantSource> clock) {
        GuessThrottle throttle = new GuessThrottle(clock.getIfAvailable(InstantSource::system), THROTTLE_CAPACITY);
        return new CodeCheck(twoStep, new SignInWatch(throttle, audit, refusals, history));
    }

    @Bean
    ShellSignIn shellSignIn(
            AuthenticationManager passwords,
            UserAccounts accounts,
            SshKeys keys,
            SignInSteps steps,
            CodeCheck codes,
            Audit audit) {
        return new ShellSignIn(passwords, accounts, keys, steps, codes, audit);
    }

    @Bean
    StepSignIn stepSignIn(
            UserDetailsService accounts,
            SignInSteps steps,
            TwoStep twoStep,
            CodeCheck codes,
            Passkeys passkeys,
            Users users,
            SignInResponses responses) {
        return new StepSignIn(accounts, steps, twoStep, codes, passkeys, users, responses);
    }

    @Bean
    UserDetailsService userDetailsService(Users users) {
        return name -> users.find(name)
                .filter(UserAccount::hasPassword)
                .map(account -> User.withUsername(account.getName())
                        .password(account.getPasswordHash())
                        .authorities(account.getRole().authority())
                        .disabled(!account.isEnabled())
                        .build())
                .orElseThrow(() -> new UsernameNotFoundException("no such user"));
    }

    @Bean
    AuthenticationManager authenticationManager(
            UserDetailsService users,
            Users accounts,
            PasswordEncoder encoder,
            KnownBrowsers browsers,
            Audit audit,
            Refusals refusals,
            SignInSteps steps,
            PasswordRights rights,
            SignInHistory history,
            ProviderCheck provider,
            ObjectProvider<InstantSource> clock) {
        DaoAuthenticationProvider passwords = new DaoAuthenticationProvider(users);
        passwords.setPasswordEncoder(encoder);
        // The disabled state is checked after the password, so that a disabled name takes as long as an
        // unknown one.
        passwords.setPreAuthenticationChecks(account -> {});
        passwords.setPostAuthenticationChecks(new AccountStatusUserDetailsChecker());
        passwords.setUserDetailsPasswordService((account, hash) -> {
            accounts.rehash(account.getUsername(), Objects.requireNonNull(hash));
            return account;
        });
        GuessThrottle throttle = new GuessThrottle(clock.getIfAvailable(InstantSource::system), THROTTLE_CAPACITY);
        return new ProviderManager(
                new ThrottledSignIn(
                        passwords, rights, steps, browsers, new SignInWatch(throttle, audit, refusals, history)),
                provider.check());
    }
}
