package org.danegate.runs.web;

import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Objects;
import org.danegate.address.DomainName;
import org.danegate.runs.DomainResult;
import org.danegate.runs.ListedDomains;
import org.danegate.runs.Run;
import org.danegate.runs.RunScope;
import org.danegate.runs.Runs;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Runs over many domains for scripts.
@RestController
@RequestMapping(RunsApi.PATH)
class RunsApi {

    static final String PATH = "/api/v1/daneverify/runs";

    private static final int MOST_RESULTS = 10_000;

    private final Runs runs;

    RunsApi(Runs runs) {
        this.runs = runs;
    }

    /// Either a list or a scope.
    ///
    /// @param scope `DESTINATIONS` or `SEEN`
    /// @param days days of mail that count for `SEEN`, 1 to 90; 7 when missing
    record Request(
            @Nullable List<String> domains,
            @Nullable String scope,
            @Nullable Integer days) {}

    @PostMapping
    @PreAuthorize("hasRole('OPERATOR')")
    ResponseEntity<RunJson> start(@RequestBody Request request, Principal user) {
        return switch (runs.start(scope(request), user.getName())) {
            case Runs.Start.Begun begun ->
                ResponseEntity.accepted()
                        .location(URI.create(PATH + "/" + begun.run().id()))
                        .body(shown(begun.run(), List.of()));
            case Runs.Start.Busy busy ->
                throw problem(HttpStatus.CONFLICT, "Run " + busy.run() + " is in progress. Wait for its end.");
            case Runs.Start.Nothing nothing ->
                throw problem(HttpStatus.UNPROCESSABLE_CONTENT, "The scope has no domain.");
        };
    }

    private static RunScope scope(Request request) {
        if ((request.domains() == null) == (request.scope() == null)) {
            throw bad("Send either \"domains\" or \"scope\".");
        }
        if (request.domains() != null) {
            if (request.domains().stream().anyMatch(Objects::isNull)) {
                throw bad("\"domains\" must be a list of domain names.");
            }
            return switch (ListedDomains.parse(request.domains())) {
                case ListedDomains.Read read -> new RunScope.Listed(read.domains());
                case ListedDomains.Refused refused -> throw bad(refused.why().english());
            };
        }
        int days = request.days() == null ? RunScope.NIGHTLY_DAYS : request.days();
        if (days < 1 || days > RunForm.MOST_DAYS) {
            throw bad("\"days\" must be between 1 and " + RunForm.MOST_DAYS + ".");
        }
        return switch (request.scope()) {
            case "DESTINATIONS" -> new RunScope.Destinations();
            case "SEEN" -> new RunScope.Seen(days);
            default -> throw bad("\"scope\" must be DESTINATIONS or SEEN.");
        };
    }

    @GetMapping
    List<RunJson> latest(@RequestParam(defaultValue = "30") int limit) {
        return runs.latest(limited(limit)).stream()
                .map(run -> shown(run, List.of()))
                .toList();
    }

    @GetMapping("/{id}")
    RunJson show(
            @PathVariable long id,
            @RequestParam(defaultValue = "0") int offset,
            @RequestParam(defaultValue = "1000") int limit) {
        return shown(find(id), runs.results(id, Math.max(0, offset), limited(limit)));
    }

    @GetMapping("/{id}/results/{domain}")
    RunJson.Transcript result(@PathVariable long id, @PathVariable String domain) {
        find(id);
        ListedDomains names = ListedDomains.parse(List.of(domain));
        DomainName name =
                names instanceof ListedDomains.Read read ? read.domains().getFirst() : null;
        if (name == null) {
            throw bad("The address must name a domain.");
        }
        DomainResult result = runs.result(id, name)
                .orElseThrow(() -> problem(HttpStatus.NOT_FOUND, "Run " + id + " has no result for " + name + "."));
        return new RunJson.Transcript(RunJson.result(result), runs.transcript(id, name));
    }

    @DeleteMapping("/{id}")
    @PreAuthorize("hasRole('OPERATOR')")
    ResponseEntity<Void> cancel(@PathVariable long id, Principal user) {
        find(id);
        if (!runs.cancel(id, user.getName())) {
            throw problem(HttpStatus.CONFLICT, "Run " + id + " has ended already.");
        }
        return ResponseEntity.noContent().build();
    }

    private Run find(long id) {
        return runs.find(id).orElseThrow(() -> problem(HttpStatus.NOT_FOUND, "There is no run " + id + "."));
    }

    private RunJson shown(Run run, List<DomainResult> results) {
        return RunJson.of(run, runs.tally(run.id()), results);
    }

    private static int limited(int limit) {
        return Math.clamp(limit, 1, MOST_RESULTS);
    }

    private static ErrorResponseException bad(String detail) {
        return problem(HttpStatus.BAD_REQUEST, detail);
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }
}
