package org.danegate.access;

import java.time.InstantSource;
import org.danegate.console.NodeIdentity;
import org.danegate.guessing.GuessThrottle;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Wires passkeys.
@Configuration(proxyBeanMethods = false)
class PasskeyConfiguration {

    private static final int THROTTLE_CAPACITY = 10_000;

    @Bean
    OwnPassword ownPassword(UserAccounts accounts, PasswordEncoder encoder, Audit audit) {
        return new OwnPassword(accounts, encoder, audit);
    }

    /// @param publicUrl address of the console as browsers have it; empty to take it from each request
    @Bean
    PasskeyPlaces passkeyPlaces(@Value("${danegate.console.public-url:}") String publicUrl) {
        return new PasskeyPlaces(publicUrl);
    }

    @Bean
    RelyingParty relyingParty(
            PasskeyRows rows, PasskeyUserRows users, NodeIdentity node, ObjectProvider<InstantSource> clock) {
        return new RelyingParty(rows, users, "Danegate " + node.node(), clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    Passkeys passkeys(
            PasskeyRows rows, OwnPassword own, RelyingParty party, Audit audit, ObjectProvider<InstantSource> clock) {
        return new Passkeys(rows, own, party, audit, clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    PasskeySignIn passkeySignIn(
            RelyingParty party,
            PasskeyPlaces places,
            UserDetailsService accounts,
            PasswordRights rights,
            SignInSteps steps,
            Audit audit,
            Refusals refusals,
            SignInHistory history,
            ObjectProvider<InstantSource> clock) {
        InstantSource time = clock.getIfAvailable(InstantSource::system);
        return new PasskeySignIn(
                party,
                places,
                accounts,
                rights,
                steps,
                new SignInWatch(new GuessThrottle(time, THROTTLE_CAPACITY), audit, refusals, history),
                time);
    }
}
