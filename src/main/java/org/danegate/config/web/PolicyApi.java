package org.danegate.config.web;

import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.danegate.config.Acknowledgements;
import org.danegate.config.Commit;
import org.danegate.config.PolicyFingerprint;
import org.danegate.config.PolicyProblems;
import org.danegate.config.Submission;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.IfMatch;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyDocument;
import org.danegate.policy.file.PolicyFile;
import org.danegate.wording.Fault;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The working copy, for scripts.
@RestController
@RequestMapping("/api/v1/policy")
class PolicyApi {

    private static final String YAML = "application/yaml";

    private final WorkingPolicy working;

    PolicyApi(WorkingPolicy working) {
        this.working = working;
    }

    /// The body of a commit request.
    ///
    /// @param acknowledged whether advice that must be acknowledged has been read; false when absent
    public record CommitRequest(
            @Nullable String comment, @Nullable Boolean acknowledged) {}

    @GetMapping(produces = {YAML, "text/yaml"})
    ResponseEntity<String> yaml() {
        Policy policy = working.policy();
        return ResponseEntity.ok().eTag(tag(policy)).body(PolicyDocument.yaml(policy));
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Map<String, Object>> json() {
        Policy policy = working.policy();
        return ResponseEntity.ok().eTag(tag(policy)).body(PolicyDocument.tree(policy));
    }

    @PutMapping(
            consumes = {
                YAML,
                "text/yaml",
                MediaType.APPLICATION_JSON_VALUE,
                MediaType.TEXT_PLAIN_VALUE,
                // Accepted so that the answer can say where to send it.
                MediaType.APPLICATION_XML_VALUE,
                MediaType.TEXT_XML_VALUE
            })
    @PreAuthorize("hasRole('ADMINISTRATOR')")
    ResponseEntity<Void> put(@RequestBody String text, @RequestHeader HttpHeaders headers, Principal user) {
        Policy read = asExpected(headers.get(HttpHeaders.IF_MATCH));
        PolicyFile.Reading reading = PolicyFile.read(text);
        Policy policy = reading.policy();
        if (policy == null) {
            throw faulty(reading.faults().stream()
                    .map(f -> Map.<String, Object>of("line", f.line(), "field", f.field(), "message", f.message()))
                    .toList());
        }
        refuse(working.submit(policy, read, user.getName()));
        return ResponseEntity.noContent().eTag(tag(working.policy())).build();
    }

    @PostMapping("/commit")
    @PreAuthorize("hasRole('OPERATOR')")
    Map<String, Object> commit(
            @RequestBody(required = false) @Nullable CommitRequest request,
            @RequestHeader HttpHeaders headers,
            Principal user) {
        String comment = request == null || request.comment() == null ? "" : request.comment();
        Policy read = asExpected(headers.get(HttpHeaders.IF_MATCH));
        if (request == null || !Boolean.TRUE.equals(request.acknowledged())) {
            requireNothingToAcknowledge();
        }
        return switch (working.commit(comment, read == null ? null : PolicyFingerprint.of(read), user.getName())) {
            case Commit.Done done -> Map.of("revision", done.revision());
            case Commit.Stale stale -> throw changedMeanwhile();
            case Commit.Nothing nothing ->
                throw PolicyProblems.of(HttpStatus.CONFLICT, "There is nothing to commit.", List.of());
            case Commit.Rejected rejected -> throw faulty(PolicyProblems.fields(rejected.faults()));
        };
    }

    private void requireNothingToAcknowledge() {
        List<Fault> grave = Acknowledgements.needed(working);
        if (!grave.isEmpty()) {
            throw PolicyProblems.of(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "There is advice to acknowledge: commit with \"acknowledged\": true.",
                    PolicyProblems.fields(grave));
        }
    }

    @PostMapping("/abandon")
    @PreAuthorize("hasRole('OPERATOR')")
    ResponseEntity<Void> abandon(@RequestHeader HttpHeaders headers, Principal user) {
        Policy read = asExpected(headers.get(HttpHeaders.IF_MATCH));
        refuse(working.abandon(read == null ? null : PolicyFingerprint.of(read), user.getName()));
        return ResponseEntity.noContent().build();
    }

    /// The working copy that the request's If-Match names; null when any is accepted.
    private @Nullable Policy asExpected(@Nullable List<String> ifMatch) {
        if (ifMatch == null || IfMatch.any(ifMatch)) {
            return null;
        }
        Policy now = working.policy();
        if (!IfMatch.names(ifMatch, tag(now))) {
            throw changedMeanwhile();
        }
        return now;
    }

    private static ErrorResponseException changedMeanwhile() {
        return PolicyProblems.of(
                HttpStatus.PRECONDITION_FAILED, "The working copy has changed since it was read.", List.of());
    }

    /// Throws unless the change was submitted.
    private static void refuse(Submission outcome) {
        switch (outcome) {
            case Submission.Submitted done -> {
                // The caller answers.
            }
            case Submission.Rejected rejected -> throw faulty(PolicyProblems.fields(rejected.faults()));
            case Submission.Stale stale -> throw changedMeanwhile();
        }
    }

    private static ErrorResponseException faulty(List<Map<String, Object>> violations) {
        return PolicyProblems.of(HttpStatus.UNPROCESSABLE_CONTENT, "The policy has faults.", violations);
    }

    private static String tag(Policy policy) {
        return '"' + PolicyFingerprint.of(policy) + '"';
    }
}
