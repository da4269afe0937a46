package org.danegate.maillog.web;

import java.io.IOException;
import java.security.Principal;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.danegate.console.Texts;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.maillog.FoundLines;
import org.danegate.maillog.LogFile;
import org.danegate.maillog.MailLogArchive;
import org.danegate.maillog.MailLogFiles;
import org.danegate.syslog.TargetState;
import org.danegate.wording.RefusedException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// System Administration > Log Subscriptions: the list, and one log with tail, search, its files and download.
@Controller
@RequestMapping("/system/logs")
@PreAuthorize("hasRole('READ_ONLY_OPERATOR')")
class MailLogPages {

    /// How long the page waits for a test line.
    private static final long TEST_SECONDS = 5;

    private final LogNames logs;
    private final MailLogArchive archive;
    private final MailLogFiles writer;
    private final DeliveryEvents events;
    private final InstantSource clock;
    private final Texts texts;

    MailLogPages(
            LogNames logs,
            MailLogArchive archive,
            MailLogFiles writer,
            DeliveryEvents events,
            InstantSource clock,
            Texts texts) {
        this.logs = logs;
        this.archive = archive;
        this.writer = writer;
        this.events = events;
        this.clock = clock;
        this.texts = texts;
    }

    /// The values in the address.
    @ModelAttribute("query")
    LogQuery query(
            @RequestParam(defaultValue = "") String filter,
            @RequestParam(defaultValue = "false") boolean regex,
            @RequestParam(defaultValue = "false") boolean plain,
            @RequestParam(defaultValue = "false") boolean matchCase,
            @RequestParam(defaultValue = "false") boolean invert,
            @RequestParam(defaultValue = "0") int context,
            @RequestParam(defaultValue = "200") int lines,
            @RequestParam(defaultValue = "") String id,
            @RequestParam(defaultValue = "") String file) {
        return new LogQuery(filter, regex, plain, matchCase, invert, context, lines, id, file);
    }

    @GetMapping(params = "!id")
    String list(Model model) {
        model.addAttribute("logs", logs.rows());
        model.addAttribute("zone", ZoneId.systemDefault());
        return "maillog/subscriptions";
    }

    /// The lines of one message or connection in the first log that has them.
    @GetMapping(params = "id")
    String of(@RequestParam String id, RedirectAttributes redirect) {
        redirect.addAttribute("name", logs.firstMailLog());
        redirect.addAttribute("id", id);
        return "redirect:/system/logs/{name}";
    }

    @GetMapping("/{name}")
    String log(@PathVariable String name, @ModelAttribute(name = "query", binding = false) LogQuery query, Model model)
            throws IOException {
        model.addAttribute("subscription", logs.known(name).orElse(null));
        model.addAttribute("crumbs", Map.of(texts.of("menu.system.logs"), "/system/logs"));
        model.addAttribute("zone", ZoneId.systemDefault());
        fill(name, query, archive.files(name), model);
        return "maillog/log";
    }

    /// Only the lines, for a page that updates itself.
    ///
    /// @param seen stamp of the lines that the page shows; 304 when nothing was written since
    @GetMapping("/{name}/lines")
    String lines(
            @PathVariable String name,
            @ModelAttribute(name = "query", binding = false) LogQuery query,
            @RequestParam(defaultValue = "") String seen,
            Model model)
            throws IOException {
        logs.known(name);
        List<LogFile> files = archive.files(name);
        if (seen.equals(stamp(files))) {
            throw new ResponseStatusException(HttpStatus.NOT_MODIFIED);
        }
        fill(name, query, files, model);
        return "maillog/log :: lines";
    }

    @GetMapping("/{name}/download")
    ResponseEntity<StreamingResponseBody> download(@PathVariable String name) {
        return logs.whole(name);
    }

    @GetMapping("/{name}/files/{file}")
    ResponseEntity<StreamingResponseBody> file(@PathVariable String name, @PathVariable String file)
            throws IOException {
        return logs.file(name, file);
    }

    @PostMapping("/{name}/rollover")
    @PreAuthorize("hasRole('OPERATOR')")
    String rollOver(@PathVariable String name, Principal user, RedirectAttributes redirect)
            throws InterruptedException {
        logs.known(name);
        if (rolled(name)) {
            events.publish(
                    new DeliveryEvent.AdministratorActed(clock.instant(), user.getName(), "rolled over log " + name));
            redirect.addFlashAttribute("message", texts.of("maillog.rolled", name));
        } else {
            redirect.addFlashAttribute("problem", texts.of("maillog.not-rolled", name));
        }
        redirect.addAttribute("name", name);
        return "redirect:/system/logs/{name}";
    }

    /// Sends a test line to the log's collector, and says what became of it.
    @PostMapping("/{name}/test-line")
    @PreAuthorize("hasRole('OPERATOR')")
    String testLine(@PathVariable String name, Principal user, RedirectAttributes redirect)
            throws InterruptedException {
        logs.known(name);
        Optional<CompletableFuture<Boolean>> sent = writer.sendTestLine(name, "Test line, sent by " + user.getName());
        if (sent.isEmpty()) {
            redirect.addFlashAttribute("problem", texts.of("maillog.test.none", name));
        } else {
            events.publish(new DeliveryEvent.AdministratorActed(
                    clock.instant(), user.getName(), "sent a test line to the collector of log " + name));
            boolean done = within(TEST_SECONDS, sent.get());
            redirect.addFlashAttribute(done ? "message" : "problem", tested(name, done));
        }
        return "redirect:/system/logs";
    }

    private String tested(String name, boolean done) {
        TargetState state = writer.collector(name).orElse(null);
        String collector = state == null ? "" : state.collector();
        if (done) {
            return texts.of("maillog.test.sent", name, collector);
        }
        String error = state == null ? null : state.lastError();
        return error == null
                ? texts.of("maillog.test.waiting", name, collector)
                : texts.of("maillog.test.failed", name, collector, error);
    }

    private static boolean within(long seconds, CompletableFuture<Boolean> done) throws InterruptedException {
        try {
            return done.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException notDone) {
            return false;
        }
    }

    private boolean rolled(String name) throws InterruptedException {
        return within(10, writer.rollOver(name));
    }

    private void fill(String name, LogQuery query, List<LogFile> files, Model model) throws IOException {
        model.addAttribute("name", name);
        model.addAttribute("files", files);
        model.addAttribute("stamp", stamp(files));
        model.addAttribute("sizes", LogQuery.SIZES);
        model.addAttribute("contexts", LogQuery.CONTEXTS);
        model.addAttribute(
                "live",
                query.file().isEmpty()
                        || files.stream().anyMatch(f -> f.current() && f.name().equals(query.file())));
        find(name, query, model);
    }

    private void find(String name, LogQuery query, Model model) throws IOException {
        try {
            FoundLines found = archive.search(name, query.search());
            model.addAttribute("found", found);
            model.addAttribute(
                    "lines", found.lines().stream().map(LinkedLine::of).toList());
        } catch (RefusedException fault) {
            model.addAttribute("lines", List.of());
            model.addAttribute("fault", texts.of(fault.fault().wording()));
        }
    }

    private static String stamp(List<LogFile> files) {
        return files.isEmpty()
                ? "0"
                : files.size() + "-" + files.getFirst().size() + "-"
                        + files.getFirst().modified().toEpochMilli();
    }
}
