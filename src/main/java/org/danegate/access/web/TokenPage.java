package org.danegate.access.web;

import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Tells a page's script, before it sends a form, whether a user is signed in, and gives the token of the current
/// session, which may differ from the session in which the page was opened.
@RestController
class TokenPage {

    @GetMapping(path = "/account/token", produces = MediaType.TEXT_PLAIN_VALUE)
    String token(CsrfToken token) {
        return token.getToken();
    }
}
