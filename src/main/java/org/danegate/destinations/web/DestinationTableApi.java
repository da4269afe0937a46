package org.danegate.destinations.web;

import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.danegate.config.DestinationTable;
import org.danegate.config.PolicyProblems;
import org.danegate.config.Submission;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.IfMatch;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.Policy;
import org.danegate.policy.file.DestinationTableFile;
import org.danegate.policy.file.DestinationTableFile.UnknownKeys;
import org.danegate.wording.Fault;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The Destination Control Table of the working copy as the appliance's table file, for scripts.
@RestController
@RequestMapping("/api/v1/policy/destinations")
class DestinationTableApi {

    private final WorkingPolicy working;
    private final DestinationTable table;

    DestinationTableApi(WorkingPolicy working, DestinationTable table) {
        this.working = working;
        this.table = table;
    }

    /// The result of a replacement.
    ///
    /// @param leftOut lines with unknown keys that were left out, each with `line` and `message`
    public record Replaced(int entries, long added, long changed, long deleted, List<Map<String, Object>> leftOut) {}

    @GetMapping(produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<String> get() {
        DestinationControls now = working.policy().destinationControls();
        return ResponseEntity.ok()
                .eTag(tag(now))
                .contentType(MediaType.parseMediaType("text/plain;charset=UTF-8"))
                .body(DestinationTableFile.write(now));
    }

    /// @param dryRun reports what would change, and changes nothing
    /// @param withoutUnknownKeys leaves out lines with unknown keys and reports them, instead of refusing the table
    @PutMapping(consumes = {MediaType.TEXT_PLAIN_VALUE, MediaType.APPLICATION_XML_VALUE, MediaType.TEXT_XML_VALUE})
    @PreAuthorize("hasRole('OPERATOR')")
    ResponseEntity<Replaced> put(
            @RequestBody byte[] text,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestParam(defaultValue = "false") boolean withoutUnknownKeys,
            @RequestHeader HttpHeaders headers,
            Principal user) {
        Policy now = working.policy();
        DestinationControls before = now.destinationControls();
        requireMatch(headers.get(HttpHeaders.IF_MATCH), before);
        DestinationTableFile.Reading reading = read(text, now, withoutUnknownKeys);
        DestinationControls imported = reading.table();
        if (imported == null) {
            throw faulty(lines(reading.faults()));
        }
        DestinationImport changes = DestinationImport.of(now, imported);
        if (!dryRun) {
            replace(imported, before, user);
        }
        return ResponseEntity.ok()
                .eTag(tag(working.policy().destinationControls()))
                .body(new Replaced(
                        changes.entries(),
                        changes.added(),
                        changes.changed(),
                        changes.deleted(),
                        lines(reading.leftOut())));
    }

    private static void requireMatch(@Nullable List<String> expected, DestinationControls now) {
        if (expected != null && !IfMatch.any(expected) && !IfMatch.names(expected, tag(now))) {
            throw PolicyProblems.of(
                    HttpStatus.PRECONDITION_FAILED, "The table has changed since it was read.", List.of());
        }
    }

    private static DestinationTableFile.Reading read(byte[] text, Policy now, boolean withoutUnknownKeys) {
        // The format is UTF-8 whatever the header leaves out.
        String given = new String(text, StandardCharsets.UTF_8);
        return DestinationTableFile.read(given, now, withoutUnknownKeys ? UnknownKeys.LEFT_OUT : UnknownKeys.REFUSED);
    }

    private void replace(DestinationControls imported, DestinationControls before, Principal user) {
        switch (table.replace(imported, before, user.getName())) {
            case Submission.Submitted done -> {
                // Answered by the caller.
            }
            case Submission.Rejected rejected -> throw faulty(PolicyProblems.fields(rejected.faults()));
            case Submission.Stale stale ->
                throw PolicyProblems.of(HttpStatus.PRECONDITION_FAILED, "The table has changed meanwhile.", List.of());
        }
    }

    private static ErrorResponseException faulty(List<Map<String, Object>> violations) {
        return PolicyProblems.of(HttpStatus.UNPROCESSABLE_CONTENT, "The table has faults.", violations);
    }

    private static List<Map<String, Object>> lines(List<Fault> faults) {
        return faults.stream()
                .map(f -> Map.<String, Object>of("line", f.line(), "message", f.message()))
                .toList();
    }

    private static String tag(DestinationControls table) {
        return '"' + DestinationImport.fingerprint(table) + '"';
    }
}
