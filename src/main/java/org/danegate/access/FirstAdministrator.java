package org.danegate.access;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Makes the user `admin` when there is no user at all, before the console takes its first request. A generated
/// password is printed once to the standard output, past all log files.
class FirstAdministrator implements SmartInitializingSingleton {

    static final String NAME = "admin";

    private final UserAccounts accounts;
    private final PasswordEncoder encoder;
    private final @Nullable String configuredPassword;
    private final PrintStream out;
    private final InstantSource clock;

    FirstAdministrator(
            UserAccounts accounts,
            PasswordEncoder encoder,
            @Nullable String configuredPassword,
            PrintStream out,
            InstantSource clock) {
        this.accounts = accounts;
        this.encoder = encoder;
        this.configuredPassword = configuredPassword;
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (accounts.count() > 0) {
            return;
        }
        boolean generate = configuredPassword == null || configuredPassword.isBlank();
        String password = generate ? RandomText.password() : Objects.requireNonNull(configuredPassword);
        String hash = Objects.requireNonNull(encoder.encode(password));
        accounts.saveAndFlush(new UserAccount(NAME, hash, Role.ADMINISTRATOR, clock.instant()));
        if (generate) {
            out.println("Generated password for " + NAME + ": " + password);
            out.flush();
        }
    }
}
