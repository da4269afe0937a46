package org.danegate.maillog.web;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.danegate.maillog.FoundLines;
import org.danegate.maillog.LogFile;
import org.danegate.maillog.LogSearch;
import org.danegate.maillog.MailLogArchive;
import org.danegate.policy.LogSubscription;
import org.danegate.syslog.TargetState;
import org.danegate.wording.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/// Logs for scripts: the list, the files of a log, and `grep`.
@RestController
@RequestMapping("/api/v1/logs")
@PreAuthorize("hasRole('READ_ONLY_OPERATOR')")
class MailLogApi {

    private static final MediaType TEXT = MediaType.parseMediaType("text/plain;charset=UTF-8");

    private final LogNames logs;
    private final MailLogArchive archive;

    MailLogApi(LogNames logs, MailLogArchive archive) {
        this.logs = logs;
        this.archive = archive;
    }

    /// A log; no type and level when its subscription was deleted, and no collector when its lines are not sent.
    record Log(
            String name,
            @Nullable String type,
            @Nullable String level,
            boolean enabled,
            int files,
            long octets,
            long linesPerMinute,
            String lastLine,
            @Nullable TargetState collector) {

        static Log of(LogNames.Row row) {
            LogSubscription s = row.subscription();
            return new Log(
                    row.name(),
                    s == null ? null : s.type().name(),
                    s == null ? null : s.level().name(),
                    s != null && s.enabled(),
                    row.files(),
                    row.octets(),
                    row.linesPerMinute(),
                    row.lastLine(),
                    row.collector());
        }
    }

    /// A file of a log.
    record File(String name, long octets, Instant modified, boolean current) {}

    @GetMapping
    List<Log> list() {
        return logs.rows().stream().map(Log::of).toList();
    }

    @GetMapping("/{name}")
    List<File> files(@PathVariable String name) throws IOException {
        logs.known(name);
        return archive.files(name).stream().map(MailLogApi::file).toList();
    }

    private static File file(LogFile file) {
        return new File(file.name(), file.size(), file.modified(), file.current());
    }

    @GetMapping("/{name}/{file}")
    ResponseEntity<StreamingResponseBody> download(@PathVariable String name, @PathVariable String file)
            throws IOException {
        return logs.file(name, file);
    }

    /// The newest `limit` matching lines, oldest first; `X-Matches` is the total number of matches.
    @GetMapping("/{name}/grep")
    ResponseEntity<String> grep(
            @PathVariable String name,
            @RequestParam String pattern,
            @RequestParam(defaultValue = "false") boolean ignoreCase,
            @RequestParam(defaultValue = "false") boolean invert,
            @RequestParam(defaultValue = "0") int context,
            @RequestParam(defaultValue = "1000") int limit,
            @RequestParam(defaultValue = "") String id,
            @RequestParam(defaultValue = "") String file)
            throws IOException {
        logs.known(name);
        try {
            FoundLines found =
                    archive.search(name, new LogSearch(pattern, true, !ignoreCase, invert, context, limit, id, file));
            return ResponseEntity.ok()
                    .contentType(TEXT)
                    .header("X-Matches", String.valueOf(found.matches() < 0 ? found.shown() : found.matches()))
                    .body(found.text());
        } catch (RefusedException fault) {
            throw new ErrorResponseException(
                    HttpStatus.BAD_REQUEST,
                    ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(fault.getMessage())),
                    fault);
        }
    }
}
