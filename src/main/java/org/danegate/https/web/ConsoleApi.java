package org.danegate.https.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.danegate.https.ConsoleHttps;
import org.danegate.https.GivenSettings;
import org.danegate.https.HttpsChecks;
import org.danegate.https.HttpsSettings;
import org.danegate.https.StrictTransport;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// How the console is served by HTTPS, for scripts; the same as the page Network > Console.
@RestController
@RequestMapping("/api/v1/console")
class ConsoleApi {

    private final ConsoleHttps https;

    ConsoleApi(ConsoleHttps https) {
        this.https = https;
    }

    /// What is sent; all of it is needed. A setting given at the start stays as it is and may be sent only so.
    ///
    /// @param certificate name of a certificate, `self-signed`, or empty for HTTP only
    /// @param address to listen on; empty for the address of HTTP
    /// @param hsts name of a {@link StrictTransport}
    record Wanted(
            @Nullable String certificate,
            @Nullable String address,
            @Nullable Integer port,
            @Nullable Boolean redirect,
            @Nullable StrictTransport hsts) {}

    /// What is answered.
    ///
    /// @param given names of the settings that were given at the start
    /// @param served what is presented now and where; null while HTTPS is not served
    record Answer(
            String certificate,
            String address,
            int port,
            boolean redirect,
            StrictTransport hsts,
            List<String> given,
            ConsoleHttps.@Nullable Shown served) {}

    @GetMapping
    Answer show() {
        HttpsSettings now = https.settings();
        return new Answer(
                now.certificate(),
                now.address(),
                now.port(),
                now.redirect(),
                now.strict(),
                given(https.given()),
                https.shown().orElse(null));
    }

    @PutMapping
    @PreAuthorize("hasRole('ADMINISTRATOR')")
    Answer choose(@RequestBody Wanted wanted, Principal user, HttpServletRequest request) throws IOException {
        HttpsSettings now = https.settings();
        List<Fault> faults = new ArrayList<>(given(wanted, https.given(), now));
        HttpsSettings then = settings(wanted, now, faults);
        if (faults.isEmpty()) {
            boolean own = https.isOwn(request.isSecure(), request.getLocalPort());
            faults.addAll(https.choose(then, new HttpsChecks.Way(request.isSecure(), own), user.getName()));
        }
        if (!faults.isEmpty()) {
            throw refused(faults);
        }
        return show();
    }

    private static List<String> given(GivenSettings given) {
        return Stream.of(
                        given.certificate() == null ? "" : "certificate",
                        given.address() == null ? "" : "address",
                        given.port() == null ? "" : "port",
                        given.redirect() == null ? "" : "redirect",
                        given.strict() == null ? "" : "hsts")
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /// A script that sends another value for what was given at the start would otherwise wait for a change in vain.
    private static List<Fault> given(Wanted wanted, GivenSettings given, HttpsSettings now) {
        List<Fault> faults = new ArrayList<>();
        unchanged("certificate", given.certificate(), wanted.certificate(), now.certificate(), faults);
        unchanged("address", given.address(), wanted.address(), now.address(), faults);
        unchanged("port", given.port(), wanted.port(), now.port(), faults);
        unchanged("redirect", given.redirect(), wanted.redirect(), now.redirect(), faults);
        unchanged("hsts", given.strict(), wanted.hsts(), now.strict(), faults);
        return faults;
    }

    private static void unchanged(
            String field, @Nullable Object given, @Nullable Object sent, Object now, List<Fault> faults) {
        if (given != null && sent != null && !sent.equals(now)) {
            faults.add(Fault.error(field, Wording.of("https.fault.given")));
        }
    }

    private static HttpsSettings settings(Wanted wanted, HttpsSettings now, List<Fault> faults) {
        return new HttpsSettings(
                needed("certificate", wanted.certificate(), now.certificate(), faults)
                        .strip(),
                needed("address", wanted.address(), now.address(), faults).strip(),
                needed("port", wanted.port(), now.port(), faults),
                needed("redirect", wanted.redirect(), now.redirect(), faults),
                needed("hsts", wanted.hsts(), now.strict(), faults),
                false);
    }

    private static <T> T needed(String field, @Nullable T sent, T now, List<Fault> faults) {
        if (sent == null) {
            faults.add(Fault.error(field, Wording.of("https.fault.missing")));
            return now;
        }
        return sent;
    }

    private static ErrorResponseException refused(List<Fault> faults) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.UNPROCESSABLE_CONTENT, "The settings were not taken; nothing was changed.");
        problem.setProperty(
                "violations",
                faults.stream()
                        .map(fault -> Map.of("field", name(fault.field()), "message", fault.message()))
                        .toList());
        return new ErrorResponseException(HttpStatus.UNPROCESSABLE_CONTENT, problem, null);
    }

    /// The page has another name for one field.
    private static String name(String field) {
        return field.equals("strict") ? "hsts" : field;
    }
}
