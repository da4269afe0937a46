package org.danegate.access.web;

import jakarta.servlet.http.HttpServletRequest;
import org.danegate.access.PasskeySignIn;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Gives the script of the sign-in page a new challenge for a passkey.
@RestController
class PasskeyChallengePage {

    private final PasskeySignIn signIn;

    PasskeyChallengePage(PasskeySignIn signIn) {
        this.signIn = signIn;
    }

    @PostMapping(path = "/sign-in/passkey/options", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> challenge(HttpServletRequest request) {
        return signIn.challenge(request)
                .map(json ->
                        ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(json))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }
}
