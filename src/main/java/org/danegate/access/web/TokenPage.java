package org.danegate.access.web;

import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What a page's script asks for before it sends a form: whether somebody is signed in, and the token of the session
/// that there is now, which need not be the one the page was opened in.
@RestController
class TokenPage {

    @GetMapping(path = "/account/token", produces = MediaType.TEXT_PLAIN_VALUE)
    String token(CsrfToken token) {
        return token.getToken();
    }
}
