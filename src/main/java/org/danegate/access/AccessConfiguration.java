package org.danegate.access;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.event.DeliveryEvents;
import org.danegate.seal.Seal;
import org.danegate.seal.SealConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.authentication.AccountStatusUserDetailsChecker;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.core.session.SessionRegistryImpl;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.session.HttpSessionEventPublisher;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// Beans of the access room.
@Configuration(proxyBeanMethods = false)
@Import(SealConfiguration.class)
class AccessConfiguration {

    private static final int THROTTLE_CAPACITY = 10_000;

    // Argon2id as recommended by OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane.
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int SALT_OCTETS = 16;
    private static final int HASH_OCTETS = 32;

    /// Argon2id for new passwords; bcrypt is accepted too, so that hashes made elsewhere can be imported.
    @Bean
    PasswordEncoder passwordEncoder() {
        return new DelegatingPasswordEncoder(
                "argon2",
                Map.of(
                        "argon2",
                        new Argon2PasswordEncoder(SALT_OCTETS, HASH_OCTETS, 1, MEMORY_KIB, PASSES),
                        "bcrypt",
                        new BCryptPasswordEncoder()));
    }

    /// Each role includes the roles below it.
    @Bean
    static RoleHierarchy roleHierarchy() {
        String[] names = Arrays.stream(Role.values()).map(Role::name).toArray(String[]::new);
        RoleHierarchyImpl.Builder hierarchy = RoleHierarchyImpl.withDefaultRolePrefix();
        for (int i = 0; i + 1 < names.length; i++) {
            hierarchy.role(names[i]).implies(names[i + 1]);
        }
        return hierarchy.build();
    }

    @Bean
    SessionRegistry sessionRegistry() {
        return new SessionRegistryImpl();
    }

    /// Informs the session registry of sessions that end by themselves.
    @Bean
    HttpSessionEventPublisher sessionEvents() {
        return new HttpSessionEventPublisher();
    }

    @Bean
    Audit audit(ObjectProvider<DeliveryEvents> events, ObjectProvider<InstantSource> clock) {
        return new Audit(events::getIfAvailable, clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    Refusals refusals(Audit audit, ObjectProvider<InstantSource> clock) {
        return new Refusals(audit, clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    AuditLog auditLog(AuditEntries entries, TransactionTemplate transaction) {
        return new AuditLog(entries, transaction);
    }

    @Bean
    Users users(
            UserAccounts accounts,
            PasswordEncoder encoder,
            SessionRegistry sessions,
            Audit audit,
            ObjectProvider<InstantSource> clock) {
        return new Users(accounts, encoder, sessions, audit, clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    TwoStep twoStep(
            TwoStepSecrets secrets,
            UserAccounts accounts,
            PasswordEncoder encoder,
            Seal seal,
            Audit audit,
            ObjectProvider<InstantSource> clock) {
        return new TwoStep(secrets, accounts, encoder, seal, audit, clock.getIfAvailable(InstantSource::system));
    }

    /// Secrets from a time without a key stay unsealed until the first start with one.
    @Bean
    SmartInitializingSingleton sealedSecondSteps(TwoStep twoStep) {
        return twoStep::sealAll;
    }

    @Bean
    KnownBrowsers knownBrowsers(Seal seal, ObjectProvider<InstantSource> clock) {
        return new KnownBrowsers(seal, clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    SignInSteps signInSteps(UserAccounts accounts, TwoStepSecrets secrets) {
        return new SignInSteps(accounts, secrets);
    }

    @Bean
    SignInResponses signInResponses(
            KnownBrowsers browsers, Audit audit, Refusals refusals, ObjectProvider<InstantSource> clock) {
        return new SignInResponses(browsers, audit, refusals, clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    StepSignIn stepSignIn(
            UserDetailsService accounts,
            SignInSteps steps,
            TwoStep twoStep,
            Users users,
            SignInResponses responses,
            Audit audit,
            Refusals refusals,
            ObjectProvider<InstantSource> clock) {
        SignInThrottle throttle = new SignInThrottle(clock.getIfAvailable(InstantSource::system), THROTTLE_CAPACITY);
        return new StepSignIn(
                accounts, steps, twoStep, users, responses, new StepSignIn.Guard(throttle, audit, refusals));
    }

    @Bean
    ApiTokens apiTokens(ApiTokenRows rows, UserAccounts users, Audit audit, ObjectProvider<InstantSource> clock) {
        return new ApiTokens(rows, users, audit, clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    FirstAdministrator firstAdministrator(
            UserAccounts accounts,
            PasswordEncoder encoder,
            @Value("${danegate.admin-password:}") String password,
            @Value("${danegate.admin-password-file:}") String passwordFile,
            ObjectProvider<InstantSource> clock) {
        return new FirstAdministrator(
                accounts,
                encoder,
                FirstAdministrator.configured(password, passwordFile),
                System.out,
                clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    RescuedUser rescuedUser(
            UserAccounts accounts,
            TwoStep twoStep,
            PasswordEncoder encoder,
            TransactionTemplate transaction,
            @Value("${danegate.rescue-user:}") String name) {
        return new RescuedUser(name, accounts, twoStep, encoder, transaction, System.out);
    }

    @Bean
    UserDetailsService userDetailsService(Users users) {
        return name -> users.find(name)
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
        SignInThrottle throttle = new SignInThrottle(clock.getIfAvailable(InstantSource::system), THROTTLE_CAPACITY);
        return new ProviderManager(new ThrottledSignIn(passwords, throttle, browsers, audit, refusals, steps));
    }

    @Bean
    ProblemResponses problemResponses(JsonMapper json, Refusals refusals) {
        return new ProblemResponses(json, refusals);
    }

    @Bean
    MenuEntry usersMenu() {
        return new MenuEntry(
                MenuSection.SYSTEM_ADMINISTRATION, "Users", "/system/users", 60, Role.ADMINISTRATOR.name());
    }

    @Bean
    MenuEntry auditMenu() {
        return new MenuEntry(
                MenuSection.SYSTEM_ADMINISTRATION, "Audit Log", "/system/audit", 70, Role.ADMINISTRATOR.name());
    }
}
