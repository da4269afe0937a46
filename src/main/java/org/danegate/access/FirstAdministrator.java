package org.danegate.access;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import org.danegate.wording.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Makes the user `admin` when there is no user at all, before the console takes its first request. A generated
/// password is printed once to the standard output, or put in the file of [InitialPassword], and never in a log.
class FirstAdministrator implements SmartInitializingSingleton {

    static final String NAME = "admin";

    private final UserAccounts accounts;
    private final PasswordEncoder encoder;
    private final @Nullable String configuredPassword;
    private final InitialPassword place;
    private final PrintStream out;
    private final InstantSource clock;

    FirstAdministrator(
            UserAccounts accounts,
            PasswordEncoder encoder,
            @Nullable String configuredPassword,
            InitialPassword place,
            PrintStream out,
            InstantSource clock) {
        this.accounts = accounts;
        this.encoder = encoder;
        this.configuredPassword = configuredPassword;
        this.place = place;
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (accounts.count() > 0) {
            place.deleteUnless(password -> accounts.findById(NAME)
                    .filter(admin -> encoder.matches(password, admin.getPasswordHash()))
                    .isPresent());
            return;
        }
        boolean generate = configuredPassword == null || configuredPassword.isBlank();
        String password = generate ? RandomText.password() : checked(Objects.requireNonNull(configuredPassword));
        String hash = Objects.requireNonNull(encoder.encode(password));
        Path file = place.file();
        if (generate && file != null) {
            place.write(file, password);
        }
        accounts.saveAndFlush(new UserAccount(NAME, hash, Role.ADMINISTRATOR, clock.instant()));
        if (generate) {
            out.println(
                    file == null
                            ? "Generated password for " + NAME + ": " + password
                            : "The generated password for " + NAME + " is in " + file + ", which is deleted when "
                                    + NAME + " has signed in");
            out.flush();
        }
    }

    /// Every password must obey the rules, and this one most of all.
    private static String checked(String password) {
        try {
            PasswordRules.check(NAME, password);
            return password;
        } catch (RefusedException refused) {
            throw new IllegalArgumentException("danegate.admin-password: " + refused.getMessage(), refused);
        }
    }

    /// The configured password: from the setting, or the one line of the named file.
    ///
    /// @throws IllegalArgumentException when both are given, or the file cannot be read
    static String configured(String password, String file) {
        if (file.isBlank()) {
            return password;
        }
        if (!password.isBlank()) {
            throw new IllegalArgumentException(
                    "danegate.admin-password and danegate.admin-password-file are both set: use one of them.");
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(
                    "danegate.admin-password-file: " + file + " cannot be read (" + e.getMessage() + ")", e);
        }
    }
}
