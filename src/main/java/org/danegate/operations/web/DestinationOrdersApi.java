package org.danegate.operations.web;

import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.danegate.operations.DestinationDesk;
import org.danegate.operations.DestinationOrder;
import org.danegate.operations.RedirectHost;
import org.danegate.queue.DestinationOrders.Redirect;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Standing orders for destinations, and deleting or bouncing all their mail, for scripts.
@RestController
@RequestMapping("/api/v1/queue")
class DestinationOrdersApi {

    private final DestinationDesk desk;

    DestinationOrdersApi(DestinationDesk desk) {
        this.desk = desk;
    }

    @GetMapping("/destinations")
    Listing orders() {
        DestinationOrder all = desk.order(DestinationOrder.ALL);
        return new Listing(
                all.isSuspended(),
                all.isSuspended() ? all.getReason() : null,
                desk.orders().stream().map(DestinationOrdersApi::order).toList());
    }

    @PostMapping("/suspend")
    Order suspendAll(@RequestBody(required = false) @Nullable Reason body, Principal principal) {
        return suspend(DestinationOrder.ALL, body, principal);
    }

    @PostMapping("/resume")
    Order resumeAll(Principal principal) {
        return resume(DestinationOrder.ALL, principal);
    }

    @PostMapping("/destinations/{domain}/suspend")
    Order suspendOne(
            @PathVariable String domain, @RequestBody(required = false) @Nullable Reason body, Principal principal) {
        return suspend(known(domain), body, principal);
    }

    @PostMapping("/destinations/{domain}/resume")
    Order resumeOne(@PathVariable String domain, Principal principal) {
        return resume(known(domain), principal);
    }

    @PostMapping("/destinations/{domain}/redirect")
    Order redirect(@PathVariable String domain, @RequestBody Target body, Principal principal) {
        String destination = known(domain);
        desk.redirect(destination, target(body.to()), principal.getName());
        return order(desk.order(destination));
    }

    @DeleteMapping("/destinations/{domain}/redirect")
    Order redirectNoMore(@PathVariable String domain, Principal principal) {
        String destination = known(domain);
        if (!desk.redirectNoMore(destination, principal.getName())) {
            throw Problems.of(HttpStatus.CONFLICT, "This destination is not redirected.");
        }
        return order(desk.order(destination));
    }

    @PostMapping("/destinations/{domain}/delete")
    Map<String, Object> delete(@PathVariable String domain, Principal principal) {
        String destination = known(domain);
        return Map.of("domain", destination, "recipients", desk.deleteAll(destination, principal.getName()));
    }

    @PostMapping("/destinations/{domain}/bounce")
    Map<String, Object> bounce(@PathVariable String domain, Principal principal) {
        String destination = known(domain);
        return Map.of("domain", destination, "recipients", desk.bounceAll(destination, principal.getName()));
    }

    private Order suspend(String destination, @Nullable Reason body, Principal principal) {
        String reason = body == null || body.reason() == null ? "" : body.reason();
        desk.suspend(destination, reason, principal.getName());
        return order(desk.order(destination));
    }

    private Order resume(String destination, Principal principal) {
        if (!desk.resume(destination, principal.getName())) {
            throw Problems.of(HttpStatus.CONFLICT, "Delivery was not suspended.");
        }
        return order(desk.order(destination));
    }

    private static String known(String domain) {
        try {
            return DestinationDesk.destination(domain);
        } catch (IllegalArgumentException e) {
            throw Problems.of(HttpStatus.BAD_REQUEST, "This is no domain.");
        }
    }

    private static Redirect target(@Nullable String to) {
        try {
            return RedirectHost.parse(to == null ? "" : to);
        } catch (IllegalArgumentException e) {
            throw Problems.of(HttpStatus.BAD_REQUEST, "Not redirected: " + e.getMessage());
        }
    }

    private static Order order(DestinationOrder o) {
        boolean given = !o.getChangedBy().isEmpty();
        return new Order(
                o.getDestination(),
                o.isSuspended(),
                o.isSuspended() ? o.getReason() : null,
                o.getRedirect().map(Redirect::text).orElse(null),
                given ? o.getChangedBy() : null,
                given ? o.getChangedAt() : null);
    }

    record Reason(@Nullable String reason) {}

    record Target(@Nullable String to) {}

    record Order(
            String domain,
            boolean suspended,
            @Nullable String reason,
            @Nullable String redirectedTo,
            @Nullable String changedBy,
            @Nullable Instant changedAt) {}

    record Listing(boolean allSuspended, @Nullable String reason, List<Order> destinations) {}
}
