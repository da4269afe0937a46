package org.danegate;

import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Hashes of passwords by the product's algorithms, with a little memory: each request of the API and each sign-in
/// would take a tenth of a second of the processor otherwise, a minute of all tests. `UsersTest` shows what the
/// product's own hashes cost.
@AutoConfiguration
@NullMarked
public class QuickPasswords {

    /// KiB for a hash.
    public static final int MEMORY_KIB = 64;

    /// Takes the place of the product's encoder.
    @Bean
    static BeanPostProcessor quickPasswords() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof PasswordEncoder ? encoder() : bean;
            }
        };
    }

    private static PasswordEncoder encoder() {
        return new DelegatingPasswordEncoder(
                "argon2",
                Map.of(
                        "argon2",
                        new Argon2PasswordEncoder(16, 32, 1, MEMORY_KIB, 1),
                        "bcrypt",
                        new BCryptPasswordEncoder()));
    }
}
