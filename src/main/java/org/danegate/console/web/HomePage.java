package org.danegate.console.web;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// The console opens on Overview.
@Controller
class HomePage {

    @GetMapping("/")
    String home() {
        return "redirect:/monitor/overview";
    }
}
