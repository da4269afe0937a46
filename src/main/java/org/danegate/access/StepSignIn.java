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
    private final Passkeys passkeys;
    private final Users users;
    private final SignInResponses responses;
    private final SecurityContextRepository sessions = new HttpSessionSecurityContextRepository();

    StepSignIn(
            UserDetailsService accounts,
            SignInSteps steps,
            TwoStep twoStep,
            CodeCheck codes,
            Passkeys passkeys,
            Users users,
            SignInResponses responses) {
        this.accounts = accounts;
        this.steps = steps;
        this.twoStep = twoStep;
        this.codes = codes;
        this.passkeys = passkeys;
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
        leadOn(user, byPasskey ? Optional.empty() : steps.secondFactor(user), request, response);
    }

    private static @Nullable Authentication somebody() {
        return SecurityContextHolder.getContext().getAuthentication();
    }

    /// Turns two-step sign-in on for a user whose role needs a second factor, and signs the user in without going
    /// on to a page: the recovery codes are to be shown first.
    ///
    /// @return the recovery codes, which are available only this once
    /// @throws RefusedException for a wrong code, or when the user has a second factor already
    public List<String> takeEnrolment(
            String user, String secret, String code, HttpServletRequest request, HttpServletResponse response) {
        refuseAnother(user);
        List<String> recovery = twoStep.enrol(user, secret, code);
        enrolled(user, request, response);
        return recovery;
    }

    /// Begins to add a passkey for a user whose role needs a second factor.
    ///
    /// @param label what to call it
    /// @throws RefusedException for a name that is missing or too long, or when a second factor was set up since
    public Passkeys.Begun beginPasskey(Authentication user, String label, PasskeyPlace.On place) {
        refuseAnother(user.getName());
        return passkeys.beginAtSignIn(user, label, place);
    }

    /// Adds the passkey that the browser has made, and signs the user in without going on to a page. The device has
    /// verified its user, so nothing else is asked for.
    ///
    /// @param credential the browser's answer as JSON (W3C Web Authentication, section 5.1)
    /// @throws RefusedException when it took too long, the answer does not hold, or the user has a second factor
    ///     already
    public void takePasskey(
            Passkeys.Begun begun, String credential, HttpServletRequest request, HttpServletResponse response) {
        refuseAnother(begun.user());
        passkeys.finish(begun, credential);
        enrolled(begun.user(), request, response);
    }

    /// The password was enough to come this far. It must not be enough to join a factor that was set up since.
    private void refuseAnother(String user) {
        if (!steps.secondFactor(user).equals(Optional.of(SignInStep.ENROL))) {
            throw new RefusedException(Wording.of("access.refused.second-factor"));
        }
    }

    private void enrolled(String user, HttpServletRequest request, HttpServletResponse response) {
        Authentication somebody = withRole(user, new WebAuthenticationDetails(request));
        request.changeSessionId();
        sessions.saveContext(SignInSteps.enter(somebody), request, response);
        responses.enrolled(request, response, somebody);
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
