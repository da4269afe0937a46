package org.danegate.config.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.danegate.config.ChangeWords;
import org.danegate.config.PolicyFingerprint;
import org.danegate.config.Submission;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.NodeIdentity;
import org.danegate.console.Texts;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.policy.file.ApplianceConfiguration;
import org.danegate.policy.file.PolicyDocument;
import org.danegate.policy.file.PolicyFile;
import org.danegate.wording.Fault;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
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

/// System Administration > Configuration File: save, validate and load the whole policy as one file.
@Controller
@RequestMapping("/system/configuration-file")
class ConfigurationFilePage {

    private static final String VIEW = "config/configuration-file";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

    private final WorkingPolicy working;
    private final CommittedPolicy committed;
    private final NodeIdentity node;
    private final ChangeWords words;
    private final Texts texts;
    private final InstantSource clock;

    ConfigurationFilePage(
            WorkingPolicy working,
            CommittedPolicy committed,
            NodeIdentity node,
            ChangeWords words,
            Texts texts,
            InstantSource clock) {
        this.working = working;
        this.committed = committed;
        this.node = node;
        this.words = words;
        this.texts = texts;
        this.clock = clock;
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

    /// @param copy `working` for the working copy, anything else for the policy in force
    @GetMapping("/download")
    ResponseEntity<byte[]> download(@RequestParam(defaultValue = "committed") String copy) {
        boolean pending = copy.equals("working");
        Policy policy = pending ? working.policy() : committed.current().policy();
        String name = "danegate-" + node.node() + "-"
                + (pending ? "pending-" : "revision-" + committed.current().number() + "-")
                + STAMP.format(clock.instant().atZone(ZoneId.systemDefault())) + ".yml";
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/yaml"))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .body(PolicyDocument.yaml(policy).getBytes(StandardCharsets.UTF_8));
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
            return judged(file == null || file.isEmpty() ? text : decoded(file), model, response);
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
        show(model);
        model.addAttribute("text", text);
        model.addAttribute("valid", true);
        model.addAttribute(
                "advice",
                reading.advice().stream().map(f -> texts.of(f.wording())).toList());
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
            case Submission.Rejected rejected ->
                faulty(
                        text,
                        rejected.faults().stream()
                                .map(f -> f.field() + ": " + texts.of(f.wording()))
                                .toList(),
                        model,
                        response);
        };
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

    private static String decoded(MultipartFile file) throws IOException {
        byte[] octets = file.getBytes();
        String start = new String(octets, 0, Math.min(200, octets.length), StandardCharsets.US_ASCII);
        // Appliances write their configuration in Latin-1 and declare it.
        return start.startsWith("<?xml") && start.toLowerCase(Locale.ROOT).contains("iso-8859-1")
                ? new String(octets, StandardCharsets.ISO_8859_1)
                : StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(octets))
                        .toString();
    }
}
