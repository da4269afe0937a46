package org.danegate.access;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.danegate.wording.Fault;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;

/// Takes the steps that follow the right password, and gives the role after the last one.
public class StepSignIn {

    private final UserDetailsService accounts;
    private final SignInSteps steps;
    private final TwoStep twoStep;
    private final Users users;
    private final SignInResponses responses;
    private final SignInThrottle throttle;
    private final Audit audit;
    private final Refusals refusals;
    private final SecurityContextRepository sessions = new HttpSessionSecurityContextRepository();

    /// Who slows wrong attempts down and writes them to the audit log.
    record Guard(SignInThrottle throttle, Audit audit, Refusals refusals) {}

    StepSignIn(
            UserDetailsService accounts,
            SignInSteps steps,
            TwoStep twoStep,
            Users users,
            SignInResponses responses,
            Guard guard) {
        this.accounts = accounts;
        this.steps = steps;
        this.twoStep = twoStep;
        this.users = users;
        this.responses = responses;
        this.throttle = guard.throttle();
        this.audit = guard.audit();
        this.refusals = guard.refusals();
    }

    /// Whether the password was given so long ago that it has to be given again.
    public boolean isStale(HttpServletRequest request) {
        return responses.isStale(request);
    }

    /// Takes the code and leads on. Wrong codes are counted by user alone: whoever has the password may come from
    /// many addresses, and six digits are few.
    ///
    /// @throws RefusedException for a wrong code, or while the throttle says wait
    public void takeCode(String user, String code, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Duration wait = throttle.waitFor(user, user);
        if (wait.isPositive()) {
            refusals.attempt(user, request.getRemoteAddr());
            long seconds = wait.toSeconds() + 1;
            throw new RefusedException(Fault.error("code", Wording.of("access.refused.wait", seconds)));
        }
        if (!twoStep.accepts(user, code)) {
            throttle.failed(user, user);
            audit.record(user, "failed to sign in from " + request.getRemoteAddr() + ": wrong code");
            throw new RefusedException(Fault.error("code", Wording.of("access.refused.code")));
        }
        throttle.succeeded(user, user);
        leadOn(user, steps.afterCode(user), request, response);
    }

    /// Takes the user's own password and leads on.
    ///
    /// @throws RefusedException for a password out of bounds, or the one that was given
    public void takePassword(String user, String password, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        users.replaceGivenPassword(user, password);
        leadOn(user, Optional.empty(), request, response);
    }

    private void leadOn(
            String user, Optional<SignInStep> next, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        WebAuthenticationDetails details = new WebAuthenticationDetails(request);
        Authentication somebody = next.map(step -> SignInSteps.halfSignedIn(user, step, details))
                .orElseGet(() -> withRole(user, details));
        request.changeSessionId();
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(somebody);
        SecurityContextHolder.setContext(context);
        sessions.saveContext(context, request, response);
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
        UsernamePasswordAuthenticationToken signedIn =
                UsernamePasswordAuthenticationToken.authenticated(account, null, account.getAuthorities());
        signedIn.eraseCredentials();
        signedIn.setDetails(details);
        return signedIn;
    }
}
