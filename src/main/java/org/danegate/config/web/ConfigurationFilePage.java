package org.danegate.config.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.security.Principal;
import java.util.List;
import org.danegate.config.ChangeWords;
import org.danegate.config.PolicyFingerprint;
import org.danegate.config.Submission;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.policy.file.ApplianceConfiguration;
import org.danegate.policy.file.PolicyDocument;
import org.danegate.policy.file.PolicyFile;
import org.danegate.wording.Fault;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// System Administration > Configuration File: validate and load the whole policy as one file.
@Controller
@RequestMapping("/system/configuration-file")
class ConfigurationFilePage {

    private static final String VIEW = "config/configuration-file";

    private final WorkingPolicy working;
    private final CommittedPolicy committed;
    private final ChangeWords words;
    private final Texts texts;

    ConfigurationFilePage(WorkingPolicy working, CommittedPolicy committed, ChangeWords words, Texts texts) {
        this.working = working;
        this.committed = committed;
        this.words = words;
        this.texts = texts;
    }

    /// Whether the reader may load a file.
    @ModelAttribute("mayLoad")
    boolean mayLoad(HttpServletRequest request) {
        return request.isUserInRole("ADMINISTRATOR");
    }

    /// The page also answers at the address to which files are sent, for users who come back to it.
    @GetMapping({"", "/validate"})
    String show(Model model) {
        model.addAttribute("text", "");
        model.addAttribute("pending", working.pending());
        model.addAttribute("revision", committed.current().number());
        return VIEW;
    }

    /// Checks a file and shows what loading it would change. It changes nothing.
    @PostMapping("/validate")
    @PreAuthorize("hasRole('OPERATOR')")
    String validate(
            @RequestParam(defaultValue = "") String text,
            @RequestParam(required = false) @Nullable MultipartFile file,
            Model model,
            HttpServletResponse response)
            throws IOException {
        try {
            return judged(file == null || file.isEmpty() ? text : UploadedConfiguration.text(file), model, response);
        } catch (CharacterCodingException e) {
            return faulty(text, List.of(texts.of("configfile.not-utf8")), model, response);
        }
    }

    private String judged(String text, Model model, HttpServletResponse response) {
        if (text.isBlank()) {
            return faulty(text, List.of(texts.of("configfile.empty")), model, response);
        }
        if (ApplianceConfiguration.recognised(text)) {
            return ofAppliance(text, model, response);
        }
        PolicyFile.Reading reading = PolicyFile.read(text);
        Policy policy = reading.policy();
        if (policy == null) {
            return faulty(text, reading.faults().stream().map(this::line).toList(), model, response);
        }
        return valid(text, policy, reading.advice(), model);
    }

    private String valid(String text, Policy policy, List<Fault> advice, Model model) {
        show(model);
        model.addAttribute("text", text);
        model.addAttribute("valid", true);
        model.addAttribute(
                "advice", advice.stream().map(f -> texts.of(f.wording())).toList());
        model.addAttribute("changes", ChangePage.of(working.changes(policy), "1", words::of));
        model.addAttribute("seen", PolicyFingerprint.of(working.policy()));
        return VIEW;
    }

    /// Converts an appliance's configuration to one of our policy files, as far as possible; the result is checked
    /// like any other file.
    private String ofAppliance(String text, Model model, HttpServletResponse response) {
        ApplianceConfiguration.Reading reading = ApplianceConfiguration.read(text, working.policy());
        List<String> said = reading.said().stream().map(texts::of).toList();
        Policy policy = reading.policy();
        if (policy == null) {
            return faulty(text, said, model, response);
        }
        model.addAttribute("taken", said);
        return judged(PolicyDocument.yaml(policy), model, response);
    }

    /// Replaces the working copy with the file.
    ///
    /// @param seen fingerprint of the working copy that the page said would be replaced
    @PostMapping("/load")
    @PreAuthorize("hasRole('ADMINISTRATOR')")
    String load(
            @RequestParam String text,
            @RequestParam String seen,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Policy policy = PolicyFile.read(text).policy();
        if (policy == null) {
            return judged(text, model, response);
        }
        Policy now = working.policy();
        if (!seen.equals(PolicyFingerprint.of(now))) {
            return stale(text, model, response);
        }
        return switch (working.submit(policy, now, user.getName())) {
            case Submission.Submitted done -> {
                redirect.addFlashAttribute("message", texts.of("configfile.loaded"));
                yield "redirect:/commit";
            }
            case Submission.Stale stale -> stale(text, model, response);
            case Submission.Rejected rejected -> faulty(text, refused(rejected.faults()), model, response);
        };
    }

    private List<String> refused(List<Fault> faults) {
        return faults.stream()
                .map(f -> f.field() + ": " + texts.of(f.wording()))
                .toList();
    }

    private String stale(String text, Model model, HttpServletResponse response) {
        model.addAttribute("problem", texts.of("history.stale"));
        String view = judged(text, model, response);
        response.setStatus(HttpStatus.CONFLICT.value());
        return view;
    }

    private String faulty(String text, List<String> faults, Model model, HttpServletResponse response) {
        show(model);
        model.addAttribute("text", text);
        model.addAttribute("faults", faults);
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return VIEW;
    }

    private String line(Fault fault) {
        return texts.of(
                "configfile.fault",
                String.valueOf(fault.line()),
                fault.field().isEmpty() ? "" : fault.field() + ": ",
                texts.of(fault.wording()));
    }
}
