package org.danegate.destinations.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Objects;
import org.danegate.config.ChangeWords;
import org.danegate.config.DestinationTable;
import org.danegate.config.Submission;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.Policy;
import org.danegate.policy.file.DestinationTableFile;
import org.danegate.policy.file.DestinationTableFile.UnknownKeys;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Import Table… and Export Table… of Destination Controls. An import is shown for review before it becomes a pending
/// change; it replaces the whole table or changes nothing.
@Controller
class DestinationFilePages {

    private static final String LIST = DestinationListState.LIST;

    private final WorkingPolicy working;
    private final DestinationTable table;
    private final ChangeWords words;
    private final Texts texts;

    DestinationFilePages(WorkingPolicy working, DestinationTable table, ChangeWords words, Texts texts) {
        this.working = working;
        this.table = table;
        this.words = words;
        this.texts = texts;
    }

    @GetMapping(LIST + "/export")
    ResponseEntity<String> export() {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/plain;charset=UTF-8"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"destination-controls.txt\"")
                .body(DestinationTableFile.write(working.policy().destinationControls()));
    }

    @GetMapping(LIST + "/import")
    String form(Model model) {
        return show("", List.of(), model);
    }

    /// Reads a file or a pasted text and shows what it would change.
    ///
    /// @param without whether to leave out lines with unknown keys
    @PostMapping(LIST + "/import")
    @PreAuthorize("hasRole('OPERATOR')")
    String look(
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "false") boolean without,
            Model model,
            HttpServletResponse response)
            throws IOException {
        String given;
        try {
            given = file == null || file.isEmpty() ? text : decoded(file);
        } catch (CharacterCodingException e) {
            return refused(text, List.of(texts.of("destinations.import.not-utf8")), model, response);
        }
        return given.isBlank()
                ? refused(text, List.of(texts.of("destinations.import.nothing")), model, response)
                : confirm(given, without, model, response);
    }

    private static String decoded(MultipartFile file) throws IOException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(file.getBytes()))
                .toString();
    }

    /// Imports the table that was reviewed.
    ///
    /// @param seen the table as it was when the import was reviewed
    @PostMapping(LIST + "/import/confirmed")
    @PreAuthorize("hasRole('OPERATOR')")
    String take(
            @RequestParam String text,
            @RequestParam String seen,
            @RequestParam(defaultValue = "false") boolean without,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Policy now = working.policy();
        DestinationControls imported = read(text, without, now).table();
        if (imported == null) {
            return confirm(text, without, model, response);
        }
        return switch (replace(imported, now.destinationControls(), seen, user.getName())) {
            case Submission.Submitted done -> {
                redirect.addFlashAttribute(
                        "message",
                        texts.of("destinations.imported", imported.entries().size()));
                yield "redirect:" + LIST;
            }
            case Submission.Stale stale -> {
                model.addAttribute("problem", texts.of(stale.why()));
                String view = confirm(text, without, model, response);
                response.setStatus(HttpStatus.CONFLICT.value());
                yield view;
            }
            case Submission.Rejected rejected ->
                refused(
                        text,
                        rejected.faults().stream()
                                .map(f -> texts.of(f.wording()))
                                .toList(),
                        model,
                        response);
        };
    }

    private Submission replace(DestinationControls imported, DestinationControls now, String seen, String user) {
        return DestinationImport.fingerprint(now).equals(seen)
                ? table.replace(imported, now, user)
                : new Submission.Stale(Wording.of("config.stale.import"));
    }

    private static DestinationTableFile.Reading read(String text, boolean without, Policy now) {
        return DestinationTableFile.read(text, now, without ? UnknownKeys.LEFT_OUT : UnknownKeys.REFUSED);
    }

    private String confirm(String text, boolean without, Model model, HttpServletResponse response) {
        Policy now = working.policy();
        DestinationTableFile.Reading reading = read(text, without, now);
        if (reading.table() == null) {
            model.addAttribute("onlyUnknownKeys", reading.onlyUnknownKeys());
            return refused(text, reading.faults().stream().map(this::sentence).toList(), model, response);
        }
        model.addAttribute("text", text);
        model.addAttribute("without", without);
        model.addAttribute(
                "leftOut", reading.leftOut().stream().map(this::sentence).toList());
        model.addAttribute("words", words);
        model.addAttribute("preview", DestinationImport.of(now, Objects.requireNonNull(reading.table())));
        return "destinations/import-confirm";
    }

    private String sentence(Fault fault) {
        return texts.of("destinations.file.line", String.valueOf(fault.line()), texts.of(fault.wording()));
    }

    private String refused(String text, List<String> faults, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return show(text, faults, model);
    }

    private String show(String text, List<String> faults, Model model) {
        model.addAttribute("text", text);
        model.addAttribute("faults", faults);
        return "destinations/import";
    }
}
