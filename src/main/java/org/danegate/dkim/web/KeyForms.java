package org.danegate.dkim.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.danegate.console.FormFaults;
import org.danegate.console.Texts;
import org.danegate.dkim.NewKey;
import org.danegate.dkim.Rotations;
import org.danegate.dkim.SigningKeys;
import org.danegate.dkim.SigningKeys.Outcome;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
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

/// The forms of Mail Policies > Signing Keys: generate, paste, rotate. A private key is only read from the request and
/// never put into a model.
@Controller
@RequestMapping("/mail-policies/signing-keys")
@PreAuthorize("hasRole('OPERATOR')")
class KeyForms {

    private final SigningKeys keys;
    private final Rotations rotations;
    private final Texts texts;

    KeyForms(SigningKeys keys, Rotations rotations, Texts texts) {
        this.keys = keys;
        this.rotations = rotations;
        this.texts = texts;
    }

    /// @param kind name of a {@link NewKey}, as it was sent
    record GenerateForm(String name, String kind) {}

    /// @param privateKey always empty, so that a form that comes back does not show it
    record PasteForm(String name, String privateKey) {}

    /// @param version of the working copy that the form was filled from
    record RotateForm(String profile, String name, String selector, String from, long version) {}

    @GetMapping("/generate")
    String generateForm(Model model) {
        model.addAttribute("form", new GenerateForm("", NewKey.RSA_2048.name()));
        return generate(model);
    }

    @PostMapping("/generate")
    String generate(
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String kind,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response)
            throws IOException, GeneralSecurityException {
        Optional<NewKey> known = Arrays.stream(NewKey.values())
                .filter(k -> k.name().equals(kind))
                .findFirst();
        Outcome outcome = known.isEmpty()
                ? new Outcome.Refused(List.of(Fault.error("kind", Wording.of("dkim.fault.kind"))))
                : keys.generate(name.strip(), known.get(), user.getName());
        return switch (outcome) {
            case Outcome.Done done -> done(done, "dkim.generated", redirect);
            case Outcome.Refused refused -> {
                FormFaults.refuse(new GenerateForm(name, kind), refused.faults(), model, response);
                yield generate(model);
            }
        };
    }

    private static String generate(Model model) {
        Map<String, String> kinds = new LinkedHashMap<>();
        for (NewKey kind : NewKey.values()) {
            kinds.put(kind.name(), kind.label());
        }
        model.addAttribute("kinds", kinds);
        return "dkim/generate";
    }

    @GetMapping("/paste")
    String pasteForm(Model model) {
        model.addAttribute("form", new PasteForm("", ""));
        return "dkim/paste";
    }

    @PostMapping("/paste")
    String paste(
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String privateKey,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response)
            throws IOException {
        return switch (keys.paste(name.strip(), privateKey, user.getName())) {
            case Outcome.Done done -> done(done, "dkim.pasted", redirect);
            case Outcome.Refused refused -> {
                FormFaults.refuse(new PasteForm(name, ""), refused.faults(), model, response);
                yield "dkim/paste";
            }
        };
    }

    @GetMapping("/details/{key}/rotate")
    String rotateForm(@PathVariable String key, @RequestParam(defaultValue = "") String profile, Model model) {
        found(key);
        Rotations.Wish wish = rotations.suggestion(profile, key);
        model.addAttribute("replaced", key);
        model.addAttribute(
                "form", new RotateForm(profile, wish.name(), wish.selector(), wish.from(), rotations.version()));
        return "dkim/rotate";
    }

    @PostMapping("/details/{key}/rotate")
    String rotate(
            @PathVariable String key,
            @RequestParam(defaultValue = "") String profile,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String selector,
            @RequestParam(defaultValue = "") String from,
            @RequestParam long version,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response)
            throws IOException, GeneralSecurityException {
        found(key);
        Rotations.Wish wish = new Rotations.Wish(profile, key, name.strip(), selector.strip(), from);
        return switch (rotations.plan(wish, version, user.getName())) {
            case Outcome.Done done -> done(done, "dkim.rotation.planned", redirect);
            case Outcome.Refused refused -> {
                model.addAttribute("replaced", key);
                RotateForm form = new RotateForm(profile, name, selector, from, rotations.version());
                FormFaults.refuse(form, refused.faults(), model, response);
                yield "dkim/rotate";
            }
        };
    }

    private void found(String key) {
        if (keys.find(key).isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
    }

    private String done(Outcome.Done done, String code, RedirectAttributes redirect) {
        redirect.addFlashAttribute("message", texts.of(code, done.name()));
        redirect.addAttribute("name", done.name());
        return "redirect:/mail-policies/signing-keys/details/{name}";
    }
}
