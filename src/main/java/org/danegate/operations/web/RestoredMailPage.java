package org.danegate.operations.web;

import java.security.Principal;
import org.danegate.console.Texts;
import org.danegate.operations.QueueDesk.Act;
import org.danegate.operations.RestoredMailDesk;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The two buttons for restored mail on Monitor > Delivery Queue.
@Controller
@RequestMapping("/monitor/delivery-queue")
class RestoredMailPage {

    private static final String LIST = "redirect:/monitor/delivery-queue";

    private final RestoredMailDesk desk;
    private final Texts texts;

    RestoredMailPage(RestoredMailDesk desk, Texts texts) {
        this.desk = desk;
        this.texts = texts;
    }

    @PostMapping("/-/release-restored")
    String release(Principal principal, RedirectAttributes flash) {
        int done = desk.all(Act.RELEASE, principal.getName());
        flash.addFlashAttribute("message", texts.of("queue.restored.released", done));
        return LIST;
    }

    @PostMapping("/-/delete-restored")
    String delete(Principal principal, RedirectAttributes flash) {
        int done = desk.all(Act.DELETE, principal.getName());
        flash.addFlashAttribute("message", texts.of("queue.restored.deleted", done));
        return LIST;
    }
}
