package org.danegate.tagging.web;

import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.danegate.tagging.BounceVerification;
import org.danegate.tagging.KeyStatus;
import org.danegate.tagging.NoFreeKeyNumberException;
import org.danegate.tagging.PurgeChoice;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Keys of bounce verification for scripts, without their secrets.
@RestController
@RequestMapping("/api/v1/bounce-verification")
class BounceVerificationApi {

    private final BounceVerification verification;

    BounceVerificationApi(BounceVerification verification) {
        this.verification = verification;
    }

    /// @param unused which keys go; a body without it is a bad request
    record PurgeRequest(@Nullable PurgeChoice unused) {}

    @GetMapping("/keys")
    List<KeyStatus> keys() {
        return verification.keys();
    }

    @PostMapping("/keys")
    @PreAuthorize("hasRole('OPERATOR')")
    @ResponseStatus(HttpStatus.CREATED)
    KeyStatus newKey(Principal user) {
        try {
            return verification.newKey(user.getName());
        } catch (NoFreeKeyNumberException e) {
            throw problem(HttpStatus.CONFLICT, String.valueOf(e.getMessage()));
        }
    }

    @PostMapping("/purge")
    @PreAuthorize("hasRole('OPERATOR')")
    Map<String, Integer> purge(@RequestBody PurgeRequest request, Principal user) {
        PurgeChoice choice = request.unused();
        if (choice == null) {
            throw problem(HttpStatus.BAD_REQUEST, "Give \"unused\": WEEK, MONTH, THREE_MONTHS or ALL.");
        }
        return Map.of("purged", verification.purge(choice, user.getName()));
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }
}
