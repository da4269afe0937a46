package org.danegate.access;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.session.SessionInformationExpiredEvent;

/// Decides where the browser goes after each outcome of signing in and out.
class SignInResponses {

    private static final Logger LOG = LoggerFactory.getLogger(SignInResponses.class);

    /// Session attribute: the time of the right password.
    private static final String BEGUN = "danegate.sign-in-begun";

    /// A page left open between the steps must not let in anyone who finds it.
    private static final Duration LONGEST_BETWEEN_STEPS = Duration.ofMinutes(10);

    private final KnownBrowsers browsers;
    private final InitialPassword initial;
    private final Audit audit;
    private final Refusals refusals;
    private final SignInHistory history;
    private final InstantSource clock;
    private final AccessDeniedHandlerImpl plainDenial = new AccessDeniedHandlerImpl();
    private final HttpSessionRequestCache pages = pagesOnly();
    private final SavedRequestAwareAuthenticationSuccessHandler wanted =
            new SavedRequestAwareAuthenticationSuccessHandler();

    SignInResponses(
            KnownBrowsers browsers,
            InitialPassword initial,
            Audit audit,
            Refusals refusals,
            SignInHistory history,
            InstantSource clock) {
        this.history = history;
        this.browsers = browsers;
        this.initial = initial;
        this.wanted.setRequestCache(pages);
        this.audit = audit;
        this.refusals = refusals;
        this.clock = clock;
    }

    /// Goes to the remaining step, or to the page first requested, after the right password or a passkey.
    void passwordWasRight(HttpServletRequest request, HttpServletResponse response, Authentication somebody)
            throws IOException, ServletException {
        Optional<SignInStep> step = SignInStep.leftFor(somebody);
        if (step.isPresent()) {
            audit.record(
                    somebody.getName(),
                    PasskeyDetails.labelOf(somebody)
                                    .map(label -> "showed passkey \"" + label + "\"")
                                    .orElse("gave the right password")
                            + " from " + request.getRemoteAddr() + ", one step is left");
            request.getSession().setAttribute(BEGUN, clock.instant());
            go(request, response, step.get().path());
        } else {
            signedIn(request, response, somebody);
        }
    }

    /// Goes to the page first requested.
    void signedIn(HttpServletRequest request, HttpServletResponse response, Authentication somebody)
            throws IOException, ServletException {
        enrolled(request, response, somebody);
        wanted.onAuthenticationSuccess(request, response, somebody);
    }

    /// Records a user who is signed in, and goes nowhere.
    void enrolled(HttpServletRequest request, HttpServletResponse response, Authentication somebody) {
        Optional<String> passkey = PasskeyDetails.labelOf(somebody);
        audit.record(
                somebody.getName(),
                "signed in from " + request.getRemoteAddr()
                        + passkey.map(label -> " with passkey \"" + label + "\"")
                                .orElse(""));
        initial.signedIn(somebody.getName());
        browsers.remember(somebody.getName(), request, response);
        history.signedIn(somebody.getName(), request, passkey.isPresent());
    }

    /// Goes to the page first requested, for a user whom an identity provider signed in.
    ///
    /// @param how words for the audit log
    void signedInByProvider(
            HttpServletRequest request, HttpServletResponse response, Authentication somebody, String how)
            throws IOException, ServletException {
        audit.record(somebody.getName(), "signed in from " + request.getRemoteAddr() + how);
        history.signedIn(somebody.getName(), request, false);
        wanted.onAuthenticationSuccess(request, response, somebody);
    }

    /// Goes to the page that says why the identity provider's sign-in came to nothing.
    void refusedByProvider(HttpServletRequest request, HttpServletResponse response, ProviderRefusal why)
            throws IOException {
        go(request, response, ProviderRefusal.PAGE + "?why=" + why.word());
    }

    /// Records a sign-in that the provider refused, or whose answer does not hold.
    void providerFailed(HttpServletRequest request, AuthenticationException exception) {
        String reason = String.valueOf(exception.getMessage()).replaceAll("\\p{C}", "?");
        LOG.warn("A sign-in by the identity provider failed: {}", reason);
        refusals.provider(request);
    }

    /// Whether the steps of this session began too long ago to continue.
    boolean isStale(HttpServletRequest request) {
        return request.getSession().getAttribute(BEGUN) instanceof Instant begun
                && begun.plus(LONGEST_BETWEEN_STEPS).isBefore(clock.instant());
    }

    /// Returns to the sign-in page, which says whether to wait or to use the identity provider.
    void failed(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        String why = switch (exception) {
            case LockedException e -> "wait";
            case PasswordsAreOff e -> "provider";
            case PasskeySignIn.Refused e -> e.isLate() ? "again" : "passkey";
            default -> "failed";
        };
        go(request, response, "/sign-in?" + why);
    }

    /// Records who signed out.
    void signedOut(HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication) {
        if (authentication != null) {
            audit.record(authentication.getName(), "signed out");
        }
    }

    /// Leads a user with a remaining step to that step. A form that outlived its session leads to the sign-in page,
    /// which says so; a script whose page outlived it gets 401. Everything else is refused.
    void denied(HttpServletRequest request, HttpServletResponse response, AccessDeniedException exception)
            throws IOException, ServletException {
        Authentication somebody = SecurityContextHolder.getContext().getAuthentication();
        Optional<SignInStep> step = SignInStep.leftFor(somebody);
        if (step.isPresent() && !(exception instanceof CsrfException)) {
            go(request, response, step.get().path());
        } else if (exception instanceof CsrfException && (somebody == null || isSigningInOrOut(request))) {
            askAgain(request, response);
        } else {
            refusals.request(somebody, request, exception instanceof CsrfException ? "no token of its session" : "");
            plainDenial.handle(request, response, exception);
        }
    }

    private static boolean isSigningInOrOut(HttpServletRequest request) {
        String address =
                request.getRequestURI().substring(request.getContextPath().length());
        return address.equals("/sign-in") || address.startsWith("/sign-in/") || address.equals("/sign-out");
    }

    private static void askAgain(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (BackgroundRequest.MATCHER.matches(request)) {
            response.setStatus(HttpStatus.UNAUTHORIZED.value());
        } else {
            go(request, response, "/sign-in?again");
        }
    }

    /// Handles a session that was ended, by too many other sessions or by a change to the user. The next sign-in
    /// leads to the requested page, with the search words.
    void ended(SessionInformationExpiredEvent event) throws IOException {
        pages.saveRequest(event.getRequest(), event.getResponse());
        go(event.getRequest(), event.getResponse(), "/sign-in?ended");
    }

    private static void go(HttpServletRequest request, HttpServletResponse response, String address)
            throws IOException {
        response.sendRedirect(request.getContextPath() + address);
    }

    /// Remembers the page requested before signing in.
    HttpSessionRequestCache pages() {
        return pages;
    }

    @SuppressWarnings("NullAway") // null is how the request cache is told to add no parameter
    private static HttpSessionRequestCache pagesOnly() {
        HttpSessionRequestCache cache = new HttpSessionRequestCache();
        cache.setMatchingRequestParameterName(null);
        cache.setRequestMatcher(request -> {
            String accept = request.getHeader(HttpHeaders.ACCEPT);
            return request.getMethod().equals("GET")
                    && !BackgroundRequest.MATCHER.matches(request)
                    && accept != null
                    && accept.contains(MediaType.TEXT_HTML_VALUE);
        });
        return cache;
    }
}
