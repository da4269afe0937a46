package org.danegate.dkim.web;

import java.io.IOException;
import java.security.Principal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.danegate.console.Texts;
import org.danegate.dkim.KeyRecord;
import org.danegate.dkim.KeyRecord.Mark;
import org.danegate.dkim.Rotations;
import org.danegate.dkim.ShownKey;
import org.danegate.dkim.SigningKeys;
import org.danegate.dkim.SigningKeys.Outcome;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Mail Policies > Signing Keys: the list, one key with its records and their test, deletion, and the end of a
/// rotation.
@Controller
@RequestMapping("/mail-policies/signing-keys")
class SigningKeysPage {

    private static final String LIST = "redirect:/mail-policies/signing-keys";
    private static final String DETAILS = LIST + "/details/{name}";

    private final SigningKeys keys;
    private final Rotations rotations;
    private final Texts texts;

    SigningKeysPage(SigningKeys keys, Rotations rotations, Texts texts) {
        this.keys = keys;
        this.rotations = rotations;
        this.texts = texts;
    }

    @GetMapping
    String list(Model model) {
        model.addAttribute("keys", keys.all());
        model.addAttribute("unreadable", keys.unreadable());
        return "dkim/list";
    }

    @PostMapping("/test")
    @PreAuthorize("hasRole('OPERATOR')")
    String testAll(RedirectAttributes redirect) {
        keys.testAll();
        redirect.addFlashAttribute("message", texts.of("dkim.tested.all"));
        return LIST;
    }

    @GetMapping("/details/{name}")
    String details(
            @PathVariable String name,
            @RequestParam(defaultValue = "false") boolean strict,
            @RequestParam(defaultValue = "false") boolean testing,
            @RequestParam(defaultValue = "false") boolean reports,
            Model model) {
        ShownKey one = found(name);
        Set<Mark> marks = EnumSet.noneOf(Mark.class);
        mark(marks, Mark.STRICT, strict);
        mark(marks, Mark.TESTING, testing);
        mark(marks, Mark.REPORTS, reports);
        model.addAttribute("one", one);
        model.addAttribute("marks", marks);
        model.addAttribute("record", one.record(marks));
        model.addAttribute("revoked", KeyRecord.REVOKED);
        return "dkim/details";
    }

    private static void mark(Set<Mark> marks, Mark mark, boolean wanted) {
        if (wanted) {
            marks.add(mark);
        }
    }

    @PostMapping("/details/{name}/test")
    @PreAuthorize("hasRole('OPERATOR')")
    String test(@PathVariable String name, RedirectAttributes redirect) {
        found(name);
        boolean tested = keys.test(name);
        redirect.addFlashAttribute(
                tested ? "message" : "problem", texts.of(tested ? "dkim.tested" : "dkim.unused.test"));
        redirect.addAttribute("name", name);
        return DETAILS;
    }

    @PostMapping("/details/{name}/delete")
    @PreAuthorize("hasRole('OPERATOR')")
    String delete(@PathVariable String name, Principal user, RedirectAttributes redirect) throws IOException {
        List<String> profiles = keys.delete(name, user.getName());
        if (profiles.isEmpty()) {
            redirect.addFlashAttribute("message", texts.of("dkim.deleted", name));
        } else {
            redirect.addFlashAttribute("problem", texts.of("dkim.used", name, String.join(", ", profiles)));
        }
        return LIST;
    }

    @PostMapping("/details/{name}/finish")
    @PreAuthorize("hasRole('OPERATOR')")
    String finish(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String profile,
            Principal user,
            RedirectAttributes redirect) {
        found(name);
        switch (rotations.finish(profile, user.getName())) {
            case Outcome.Done done ->
                redirect.addFlashAttribute("message", texts.of("dkim.rotation.finished", profile, name));
            case Outcome.Refused refused ->
                redirect.addFlashAttribute(
                        "problem", texts.of(refused.faults().getFirst().wording()));
        }
        redirect.addAttribute("name", name);
        return DETAILS;
    }

    private ShownKey found(String name) {
        return keys.find(name).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
