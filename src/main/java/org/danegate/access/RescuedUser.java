package org.danegate.access;

import java.io.PrintStream;
import java.util.Objects;
import java.util.Optional;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;

/// Lets in a user whom nobody else can help: the last administrator, whose password, phone or passkey is lost. A person
/// who may start the server with `danegate.rescue-user` may read its database as well, so this adds no new risk. The
/// user gets a generated password for one sign-in, printed once to the standard output, and signs in without a second
/// step or passkey.
class RescuedUser implements SmartInitializingSingleton {

    private final String name;
    private final UserAccounts accounts;
    private final TwoStep twoStep;
    private final Passkeys passkeys;
    private final PasswordEncoder encoder;
    private final TransactionTemplate transaction;
    private final PrintStream out;

    RescuedUser(
            String name,
            UserAccounts accounts,
            TwoStep twoStep,
            Passkeys passkeys,
            PasswordEncoder encoder,
            TransactionTemplate transaction,
            PrintStream out) {
        this.name = name;
        this.accounts = accounts;
        this.twoStep = twoStep;
        this.passkeys = passkeys;
        this.encoder = encoder;
        this.transaction = transaction;
        this.out = out;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (!name.isBlank()) {
            transaction.executeWithoutResult(status -> rescue());
            out.flush();
        }
    }

    private void rescue() {
        Optional<UserAccount> account = accounts.findById(name);
        if (account.isEmpty()) {
            out.println("Nobody to rescue: there is no user " + name);
            return;
        }
        if (!account.get().hasPassword()) {
            out.println("Nobody to rescue: an identity provider signs in " + name + "; name a local user");
            return;
        }
        String password = RandomText.password();
        account.get().setPassword(Objects.requireNonNull(encoder.encode(password)), true);
        account.get().setEnabled(true);
        twoStep.reset(name, "danegate.rescue-user");
        passkeys.removeAll(name, "danegate.rescue-user");
        out.println("Password of " + name + " for one sign-in: " + password
                + " (leave out danegate.rescue-user at the next start)");
    }
}
