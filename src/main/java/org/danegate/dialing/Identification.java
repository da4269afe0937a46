package org.danegate.dialing;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.danegate.dane.Course.Halt;
import org.danegate.event.Trouble;
import org.danegate.sasl.Mechanism;
import org.danegate.smtp.Ready;
import org.danegate.smtp.Reply;
import org.danegate.smtp.SmtpException.NotAuthenticated;
import org.jspecify.annotations.Nullable;

/// Authenticates a conversation with a host of an SMTP route, where the route says so.
///
/// @param terms of the host
/// @param known the login; null when the profile is not there or cannot be read: then the conversation ends
record Identification(LoginTerms terms, @Nullable RouteLogin known) {

    /// How a host must be authenticated to; null for not at all.
    static @Nullable Identification of(Hop hop, RouteLogins logins) {
        LoginTerms terms = hop.login();
        return terms == null ? null : new Identification(terms, known(terms, logins));
    }

    private static @Nullable RouteLogin known(LoginTerms terms, RouteLogins logins) {
        try {
            Optional<RouteLogin> login = logins.of(terms.profile());
            return login.orElse(null);
        } catch (IllegalStateException sealed) {
            return null;
        }
    }

    /// The end of a conversation for which there is no login.
    Opening<Ready> impossible(Hop hop, InetAddress address, Consumer<? super Stage> told, Openings openings) {
        return failed(hop, address, told, openings, missing(), Troubles.login(missing()));
    }

    /// Why the host cannot be authenticated to.
    private String missing() {
        return "Outgoing SMTP Authentication profile " + terms.profile() + " is not there or cannot be read";
    }

    /// Sends the login. The conversation is under TLS and its host was checked.
    Opening<Ready> of(
            Opening.Open<Ready> open, Hop hop, InetAddress address, Consumer<? super Stage> told, Openings openings)
            throws IOException {
        RouteLogin login = known;
        if (login == null) {
            return impossible(hop, address, told, openings);
        }
        try {
            Mechanism mechanism = open.conversation().authenticate(login.login());
            told.accept(new Stage.Authenticated(hop, address, terms.profile(), mechanism));
            return open;
        } catch (NotAuthenticated refused) {
            String why = String.valueOf(refused.getMessage());
            return failed(hop, address, told, openings, why, trouble(refused, why));
        }
    }

    private Opening<Ready> failed(
            Hop hop,
            InetAddress address,
            Consumer<? super Stage> told,
            Openings openings,
            String why,
            Trouble trouble) {
        told.accept(new Stage.NotAuthenticated(hop, address, terms.profile(), why));
        return openings.failed(trouble, "authentication failed: " + why, Halt.AUTHENTICATION);
    }

    /// The mail waits whatever the host said: a wrong password is no fault of any message.
    private Trouble trouble(NotAuthenticated refused, String why) {
        Reply reply = refused.reply();
        String text = "profile " + terms.profile() + ": " + why;
        return reply == null
                ? Troubles.login(text)
                : new Trouble(
                        String.valueOf(reply.code()), "4.7.8", "SMTP authentication failed", List.of(text), false);
    }
}
