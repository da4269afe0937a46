package org.danegate.access.web;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// The sign-in page; the form itself is handled by the security filters.
@Controller
class SignInPage {

    @GetMapping("/sign-in")
    String show() {
        return "access/sign-in";
    }
}
