package org.danegate.access;

import java.net.URI;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.annotation.Transactional;

/// The accounts of users whom an identity provider signs in. A user is the provider's issuer and subject, never a name
/// or a mail address: those can be given to somebody else, who must not become this user. The name that the console
/// shows has an `@`, which no local user's name can have.
public class ProviderAccounts {

    private static final int LONGEST_USER = 28;
    private static final int LONGEST_HOST = 28;

    private final UserAccounts accounts;
    private final Users users;
    private final Audit audit;
    private final InstantSource clock;

    ProviderAccounts(UserAccounts accounts, Users users, Audit audit, InstantSource clock) {
        this.accounts = accounts;
        this.users = users;
        this.audit = audit;
        this.clock = clock;
    }

    /// Who signed in at the provider.
    ///
    /// @param issuer the provider's issuer identifier
    /// @param subject the user's identifier there
    /// @param called what the provider calls the user; null when it does not say
    record Identity(String issuer, String subject, @Nullable String called) {}

    /// The account of a user whom the provider gave a role; made at the first sign-in, and given the role of this
    /// one.
    ///
    /// @return the account, or empty when an administrator has disabled it
    @Transactional
    Optional<UserAccount> signIn(Identity identity, Role role) {
        UserAccount account = accounts.findByIssuerAndSubject(identity.issuer(), identity.subject())
                .orElseGet(() -> made(identity, role));
        if (!account.isEnabled()) {
            return Optional.empty();
        }
        account.setWithoutRole(false);
        if (account.getRole() != role) {
            UserRights before = new UserRights(account.getRole(), true);
            account.setRole(role);
            users.endSessions(account.getName(), null);
            audit.record(
                    account.getName(),
                    "got another role from the identity provider",
                    UserRights.differences(before, new UserRights(role, true)));
        }
        return Optional.of(account);
    }

    /// Ends what a user still has whom the provider gives no role any more: sessions, and the use of API tokens.
    ///
    /// @return the user's name in the console; empty for a user who never had a role here
    @Transactional
    Optional<String> roleIsGone(Identity identity) {
        Optional<UserAccount> account = accounts.findByIssuerAndSubject(identity.issuer(), identity.subject());
        account.ifPresent(one -> {
            one.setWithoutRole(true);
            users.endSessions(one.getName(), null);
        });
        return account.map(UserAccount::getName);
    }

    private UserAccount made(Identity identity, Role role) {
        String name = freeName(identity);
        UserAccount account = accounts.saveAndFlush(
                UserAccount.atProvider(name, identity.issuer(), identity.subject(), role, clock.instant()));
        audit.record(
                name,
                "was added at the first sign-in by the identity provider, as subject " + identity.subject() + " of "
                        + identity.issuer(),
                UserRights.differences(null, new UserRights(role, true)));
        return account;
    }

    private String freeName(Identity identity) {
        String name = nameOf(identity);
        return Stream.concat(
                        Stream.of(name),
                        IntStream.iterate(2, number -> number + 1).mapToObj(number -> name + "." + number))
                .filter(one -> !accounts.existsById(one))
                .findFirst()
                .orElseThrow();
    }

    /// What the user is called at the provider, and the provider's host: `ana@login.example.net`.
    static String nameOf(Identity identity) {
        String called = identity.called() == null ? identity.subject() : identity.called();
        String user = called.replaceFirst("@.*", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "");
        String host = String.valueOf(URI.create(identity.issuer()).getHost());
        return upTo(LONGEST_USER, user.isEmpty() ? "user" : user) + "@" + upTo(LONGEST_HOST, host);
    }

    private static String upTo(int most, String text) {
        return text.length() > most ? text.substring(0, most) : text;
    }
}
