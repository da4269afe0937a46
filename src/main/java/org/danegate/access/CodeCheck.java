package org.danegate.access;

import java.time.Duration;
import org.danegate.wording.Fault;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;

/// Checks the codes of two-step sign-in, for the page and for SSH. Wrong codes are counted by user only: an attacker
/// who has the password may come from many addresses, and a code has only six digits.
class CodeCheck {

    private final TwoStep twoStep;
    private final SignInWatch watch;

    CodeCheck(TwoStep twoStep, SignInWatch watch) {
        this.twoStep = twoStep;
        this.watch = watch;
    }

    /// Goes on when the code is right, and uses it up.
    ///
    /// @param address of the client
    /// @throws RefusedException for a wrong code, or while the throttle requires waiting
    void demand(String user, String code, String address) {
        Duration wait = watch.throttle().waitFor(user, user);
        if (wait.isPositive()) {
            watch.refusals().attempt(user, address);
            throw refused(Wording.of("access.refused.wait", wait.toSeconds() + 1));
        }
        if (!twoStep.accepts(user, code)) {
            watch.throttle().failed(user, user);
            watch.history().failed(user);
            watch.audit().record(user, "failed to sign in from " + address + ": wrong code");
            throw refused(Wording.of("access.refused.code"));
        }
        watch.throttle().succeeded(user, user);
    }

    private static RefusedException refused(Wording why) {
        return new RefusedException(Fault.error("code", why));
    }
}
