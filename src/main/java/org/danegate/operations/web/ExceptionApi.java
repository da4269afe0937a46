package org.danegate.operations.web;

import java.security.Principal;
import java.time.Instant;
import org.danegate.address.DomainName;
import org.danegate.operations.ExceptionDesk;
import org.danegate.operations.ExceptionOutcome;
import org.danegate.policy.DaneException;
import org.danegate.policy.DaneSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Exceptions from DANE for scripts.
@RestController
@RequestMapping("/api/v1/queue/destinations/{domain}/exception")
class ExceptionApi {

    private final ExceptionDesk desk;

    ExceptionApi(ExceptionDesk desk) {
        this.desk = desk;
    }

    /// @param support `None` or `Opportunistic`
    /// @param until ISO 8601
    record Shown(String domain, String support, Instant until, String reason, String by) {

        private static Shown of(DaneException e) {
            return new Shown(e.domain().ascii(), e.support().label(), e.until(), e.reason(), e.by());
        }
    }

    /// @param support `NONE` or `OPPORTUNISTIC`; null for `NONE`
    /// @param hours null for 24
    /// @param confirmed true to make it although the last attempt met a BOGUS answer
    record Asked(
            @Nullable String support,
            @Nullable Integer hours,
            @Nullable String reason,
            @Nullable Boolean confirmed) {}

    @GetMapping
    Shown show(@PathVariable String domain) {
        return desk.of(known(domain)).map(Shown::of).orElseThrow(ExceptionApi::none);
    }

    @PostMapping
    Shown make(@PathVariable String domain, @RequestBody Asked asked, Principal principal) {
        Integer hours = asked.hours();
        ExceptionForm form = new ExceptionForm(
                asked.support() == null ? DaneSupport.NONE.name() : asked.support(),
                String.valueOf(hours == null ? ExceptionDesk.USUAL_HOURS : hours),
                asked.reason(),
                asked.confirmed());
        if (form.chosen() == DaneSupport.MANDATORY) {
            throw Problems.of(HttpStatus.BAD_REQUEST, "support is NONE or OPPORTUNISTIC.");
        }
        if (form.hoursInRange() == 0) {
            throw Problems.of(HttpStatus.BAD_REQUEST, "hours must be between 1 and " + ExceptionDesk.MOST_HOURS + ".");
        }
        return made(
                new ExceptionDesk.Wish(
                        known(domain), form.chosen(), form.hoursInRange(), form.reason(), form.confirmed()),
                principal);
    }

    private Shown made(ExceptionDesk.Wish wish, Principal principal) {
        return switch (desk.make(wish, principal.getName())) {
            case ExceptionOutcome.Made made -> Shown.of(made.exception());
            case ExceptionOutcome.NeedsConfirmation any ->
                throw Problems.of(
                        HttpStatus.CONFLICT,
                        "The last attempt met a BOGUS answer, which may be an attack. Send \"confirmed\": true to make"
                                + " the exception all the same.");
            case ExceptionOutcome.NothingToLower none ->
                throw Problems.of(
                        HttpStatus.CONFLICT,
                        "DANE Support of this destination is " + none.demanded().label() + " already.");
        };
    }

    @DeleteMapping
    void end(@PathVariable String domain, Principal principal) {
        if (!desk.end(known(domain), principal.getName())) {
            throw none();
        }
    }

    private static RuntimeException none() {
        return Problems.of(HttpStatus.NOT_FOUND, "There is no exception for this destination.");
    }

    private static DomainName known(String domain) {
        try {
            return DomainName.parse(domain.strip());
        } catch (IllegalArgumentException e) {
            throw Problems.of(HttpStatus.BAD_REQUEST, "This is no domain.");
        }
    }
}
