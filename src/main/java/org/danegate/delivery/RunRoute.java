package org.danegate.delivery;

import java.util.List;
import org.danegate.dialing.Dialing;
import org.danegate.dialing.Route;
import org.danegate.policy.SmtpRoute;
import org.danegate.queue.DestinationOrders.Redirect;

/// Where the mail of a run goes: to the host that an administrator redirects the destination to, otherwise by SMTP
/// routes and MX records.
final class RunRoute {

    private RunRoute() {}

    /// Blocks for lookups.
    static Route of(Attempt attempt, Assignment assignment, Dialing dialing) {
        return attempt.redirected().map(RunRoute::redirected).orElseGet(() -> byPolicy(assignment, dialing));
    }

    private static Route redirected(Redirect to) {
        return new Route.Relay("redirected by administrator → " + to.text(), List.of(exactly(to)));
    }

    /// The named host itself, whatever MX records its name has.
    private static SmtpRoute.Host.Relay exactly(Redirect to) {
        SmtpRoute.Host.Relay relay = new SmtpRoute.Host.Relay(to.host(), to.port(), 0);
        return relay.isAddress() || relay.isBracketed()
                ? relay
                : new SmtpRoute.Host.Relay("[" + to.host() + "]", to.port(), 0);
    }

    private static Route byPolicy(Assignment assignment, Dialing dialing) {
        return dialing.route(assignment.destination(), assignment.policy().smtpRoutes(), assignment.lookups());
    }
}
