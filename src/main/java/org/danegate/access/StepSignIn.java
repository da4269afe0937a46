package org.danegate.access;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;

/// Checks the steps that follow the right password, and grants the role after the last one.
public class StepSignIn {

    private final UserDetailsService accounts;
    private final SignInSteps steps;
    private final TwoStep twoStep;
    private final CodeCheck codes;
    private final Users users;
    private final SignInResponses responses;
    private final SecurityContextRepository sessions = new HttpSessionSecurityContextRepository();

    StepSignIn(
            UserDetailsService accounts,
            SignInSteps steps,
            TwoStep twoStep,
            CodeCheck codes,
            Users users,
            SignInResponses responses) {
        this.accounts = accounts;
        this.steps = steps;
        this.twoStep = twoStep;
        this.codes = codes;
        this.users = users;
        this.responses = responses;
    }

    /// Whether the password is too old, so that it must be entered again.
    public boolean isStale(HttpServletRequest request) {
        return responses.isStale(request);
    }

    /// Checks the code and goes on to the next page.
    ///
    /// @throws RefusedException for a wrong code, or while the throttle requires waiting
    public void takeCode(String user, String code, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        codes.demand(user, code, request.getRemoteAddr());
        leadOn(user, steps.afterCode(user), request, response);
    }

    /// Sets the user's own password and goes on to the next page.
    ///
    /// @throws RefusedException for a password that breaks the rules, or the one that was given
    public void takePassword(String user, String password, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        users.replaceGivenPassword(user, password);
        boolean byPasskey = PasskeyDetails.labelOf(somebody()).isPresent();
        leadOn(user, byPasskey ? Optional.empty() : steps.afterPasswordOfOnesOwn(user), request, response);
    }

    private static @Nullable Authentication somebody() {
        return SecurityContextHolder.getContext().getAuthentication();
    }

    /// Turns two-step sign-in on for a user whose role needs it, and signs the user in without going on to a page:
    /// the recovery codes are to be shown first.
    ///
    /// @return the recovery codes, which are available only this once
    /// @throws RefusedException for a wrong code, or when it is on already
    public List<String> takeEnrolment(
            String user, String secret, String code, HttpServletRequest request, HttpServletResponse response) {
        List<String> recovery = twoStep.enrol(user, secret, code);
        Authentication somebody = withRole(user, new WebAuthenticationDetails(request));
        request.changeSessionId();
        sessions.saveContext(SignInSteps.enter(somebody), request, response);
        responses.enrolled(request, response, somebody);
        return recovery;
    }

    private void leadOn(
            String user, Optional<SignInStep> next, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        WebAuthenticationDetails details = PasskeyDetails.labelOf(somebody())
                .<WebAuthenticationDetails>map(label -> new PasskeyDetails(request, label))
                .orElseGet(() -> new WebAuthenticationDetails(request));
        Authentication somebody = next.map(step -> SignInSteps.halfSignedIn(user, step, details))
                .orElseGet(() -> withRole(user, details));
        request.changeSessionId();
        sessions.saveContext(SignInSteps.enter(somebody), request, response);
        if (next.isPresent()) {
            response.sendRedirect(request.getContextPath() + next.get().path());
        } else {
            responses.signedIn(request, response, somebody);
        }
    }

    private Authentication withRole(String user, WebAuthenticationDetails details) {
        UserDetails account = accounts.loadUserByUsername(user);
        if (!account.isEnabled()) {
            throw new RefusedException(Wording.of("access.refused.gone", user));
        }
        return SignInSteps.signedIn(account, details);
    }
}
