package org.danegate.maillog.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.danegate.maillog.LogFile;
import org.danegate.maillog.LogSearch;
import org.danegate.maillog.MailLogArchive;
import org.danegate.maillog.MailLogFiles;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.LogSubscription;
import org.danegate.syslog.TargetState;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/// The logs that can be read: subscribed logs, and logs whose files still exist.
@Component
class LogNames {

    private static final MediaType TEXT = MediaType.parseMediaType("text/plain;charset=UTF-8");

    private final MailLogArchive archive;
    private final MailLogFiles writer;
    private final CommittedPolicy policy;

    LogNames(MailLogArchive archive, MailLogFiles writer, CommittedPolicy policy) {
        this.archive = archive;
        this.writer = writer;
        this.policy = policy;
    }

    /// A log as listed.
    ///
    /// @param subscription null when it was deleted and only its files are left
    /// @param octets of all its files
    /// @param linesPerMinute in the last full minute
    /// @param lastLine empty when there is none
    /// @param collector how its collector gets the lines; null when it has none
    record Row(
            String name,
            @Nullable LogSubscription subscription,
            int files,
            long octets,
            long linesPerMinute,
            String lastLine,
            @Nullable TargetState collector) {}

    /// Subscriptions in the policy's order, then the logs of deleted ones.
    List<Row> rows() {
        List<LogSubscription> subscriptions = policy.current().policy().logSubscriptions();
        List<Row> rows = new ArrayList<>();
        subscriptions.forEach(subscription -> rows.add(row(subscription.name(), subscription)));
        try {
            archive.logs().stream()
                    .filter(name ->
                            subscriptions.stream().noneMatch(s -> s.name().equals(name)))
                    .map(name -> row(name, null))
                    .filter(row -> row.files() > 0)
                    .forEach(rows::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return rows;
    }

    private Row row(String name, @Nullable LogSubscription subscription) {
        try {
            List<LogFile> files = archive.files(name);
            String last = archive.search(name, LogSearch.newest(1)).text().strip();
            return new Row(
                    name,
                    subscription,
                    files.size(),
                    files.stream().mapToLong(LogFile::size).sum(),
                    writer.linesPerMinute(name),
                    last,
                    writer.collector(name).orElse(null));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// The subscription of a log; empty when it was deleted and only its files are left.
    ///
    /// @throws ResponseStatusException when there is no log of that name
    Optional<LogSubscription> known(String name) {
        Optional<LogSubscription> subscription = policy.current().policy().logSubscriptions().stream()
                .filter(s -> s.name().equals(name))
                .findFirst();
        if (subscription.isEmpty() && !archive.exists(name)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "No log of that name.");
        }
        return subscription;
    }

    /// The first Text Mail Log that is written; when none is, the first that exists.
    ///
    /// @throws ResponseStatusException when there is no log of that type
    String firstMailLog() {
        return policy.current().policy().logSubscriptions().stream()
                .filter(s -> s.type() == LogSubscription.Type.MAIL)
                .min(Comparator.comparing(s -> !s.enabled()))
                .map(LogSubscription::name)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no mail log."));
    }

    /// The whole log as a download, oldest line first.
    ResponseEntity<StreamingResponseBody> whole(String name) {
        known(name);
        return attachment(name + ".log").body(out -> archive.copyTo(name, out));
    }

    /// One file as a download.
    ResponseEntity<StreamingResponseBody> file(String name, String file) throws IOException {
        known(name);
        Path path = archive.file(name, file)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No file of that name."));
        return attachment(name + "-" + file).body(out -> Files.copy(path, out));
    }

    private static ResponseEntity.BodyBuilder attachment(String name) {
        return ResponseEntity.ok()
                .contentType(TEXT)
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"");
    }
}
