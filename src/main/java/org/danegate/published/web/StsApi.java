package org.danegate.published.web;

import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.published.StsDesk;
import org.danegate.sts.StsTrouble;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The kept MTA-STS policies for scripts.
@RestController
@RequestMapping("/api/v1/mta-sts")
class StsApi {

    private final StsDesk desk;

    StsApi(StsDesk desk) {
        this.desk = desk;
    }

    @GetMapping
    List<ShownPolicy> policies() {
        return ShownPolicy.all(desk);
    }

    @GetMapping("/{domain}")
    ShownPolicy policy(@PathVariable String domain) {
        return shown(name(domain));
    }

    @PostMapping("/{domain}/fetch")
    @PreAuthorize("hasRole('OPERATOR')")
    ShownPolicy fetch(@PathVariable String domain, Principal user) {
        DomainName name = name(domain);
        Optional<StsTrouble> trouble = desk.fetch(name, user.getName());
        if (trouble.isPresent()) {
            throw problem(HttpStatus.BAD_GATEWAY, trouble.get().text());
        }
        return shown(name);
    }

    @DeleteMapping("/{domain}")
    @PreAuthorize("hasRole('OPERATOR')")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void forget(@PathVariable String domain, Principal user) {
        if (!desk.forget(name(domain), user.getName())) {
            throw notKept(domain);
        }
    }

    @DeleteMapping
    @PreAuthorize("hasRole('OPERATOR')")
    Map<String, Integer> clear(Principal user) {
        return Map.of("removed", desk.clear(user.getName()));
    }

    private ShownPolicy shown(DomainName name) {
        return ShownPolicy.all(desk).stream()
                .filter(p -> p.domain().equals(name.ascii()))
                .findFirst()
                .orElseThrow(() -> notKept(name.ascii()));
    }

    private static DomainName name(String text) {
        try {
            return DomainName.parse(text);
        } catch (IllegalArgumentException e) {
            throw problem(HttpStatus.BAD_REQUEST, "\"" + text + "\" is not a domain name.");
        }
    }

    private static ErrorResponseException notKept(String domain) {
        return problem(HttpStatus.NOT_FOUND, "No MTA-STS policy of " + domain + " is kept.");
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }
}
