package org.danegate.access;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.event.DeliveryEvents;
import org.danegate.node.FleetOrders;
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
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.core.session.SessionRegistryImpl;
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

    /// Order to all nodes.
    private static final String END_SESSIONS = "end-sessions";

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
            FleetOrders orders,
            Audit audit,
            ObjectProvider<InstantSource> clock) {
        orders.on(END_SESSIONS, order -> UserSessions.carryOut(sessions, order));
        UserSessions ends = new UserSessions(order -> orders.give(END_SESSIONS, order));
        return new Users(accounts, encoder, ends, audit, clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    TwoStep twoStep(
            TwoStepSecrets secrets,
            UserAccounts accounts,
            OwnPassword own,
            Seal seal,
            SecondFactorRule rule,
            Audit audit,
            ObjectProvider<InstantSource> clock) {
        return new TwoStep(secrets, accounts, own, seal, rule, audit, clock.getIfAvailable(InstantSource::system));
    }

    /// Secrets from a time without a key stay unsealed until the first start with one.
    @Bean
    SmartInitializingSingleton sealedSecondSteps(TwoStep twoStep) {
        return twoStep::sealAll;
    }

    @Bean
    ApiTokens apiTokens(ApiTokenRows rows, UserAccounts users, Audit audit, ObjectProvider<InstantSource> clock) {
        return new ApiTokens(rows, users, audit, clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    InitialPassword initialPassword(@Value("${danegate.admin-password-output-file:}") String file) {
        return new InitialPassword(file);
    }

    @Bean
    TokenWatch tokenWatch(
            ApiTokens tokens, ObjectProvider<DeliveryEvents> events, ObjectProvider<InstantSource> clock) {
        return new TokenWatch(tokens, events::getIfAvailable, clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    SshKeys sshKeys(SshKeyRows rows, Audit audit, ObjectProvider<InstantSource> clock) {
        return new SshKeys(rows, audit, clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    FirstAdministrator firstAdministrator(
            UserAccounts accounts,
            PasswordEncoder encoder,
            @Value("${danegate.admin-password:}") String password,
            @Value("${danegate.admin-password-file:}") String passwordFile,
            InitialPassword place,
            ObjectProvider<InstantSource> clock) {
        return new FirstAdministrator(
                accounts,
                encoder,
                FirstAdministrator.configured(password, passwordFile),
                place,
                System.out,
                clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    RescuedUser rescuedUser(
            UserAccounts accounts,
            TwoStep twoStep,
            Passkeys passkeys,
            PasswordEncoder encoder,
            TransactionTemplate transaction,
            @Value("${danegate.rescue-user:}") String name) {
        return new RescuedUser(name, accounts, twoStep, passkeys, encoder, transaction, System.out);
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
