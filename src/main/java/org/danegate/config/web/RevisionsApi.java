package org.danegate.config.web;

import java.time.Instant;
import java.util.List;
import org.danegate.config.WorkingPolicy;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The revisions of the policy, for scripts.
@RestController
class RevisionsApi {

    private final WorkingPolicy working;

    RevisionsApi(WorkingPolicy working) {
        this.working = working;
    }

    /// A revision as scripts see it.
    public record Revision(
            long number, Instant committedAt, String committedBy, String comment, List<String> changes) {}

    @GetMapping("/api/v1/policy/revisions")
    List<Revision> revisions() {
        return working.revisions().stream()
                .map(r -> new Revision(
                        r.number(),
                        r.committedAt(),
                        r.committedBy(),
                        r.comment(),
                        r.changes().lines().toList()))
                .toList();
    }
}
