package org.danegate.verify;

import java.io.IOException;
import java.net.InetAddress;
import java.util.function.Consumer;
import org.danegate.address.AddressText;
import org.danegate.address.DomainName;
import org.danegate.address.OutsideText;
import org.danegate.dialing.Stage;
import org.danegate.event.Trouble;
import org.danegate.smtp.SmtpException.TlsFailed;
import org.jspecify.annotations.Nullable;

/// Writes the lines of `tlsverify` in the style of the appliance, and decides the verdict.
final class TlsNarration {

    private final DomainName domain;
    private final Consumer<String> told;
    private boolean success;
    private boolean tried;

    TlsNarration(DomainName domain, Consumer<String> told) {
        this.domain = domain;
        this.told = told;
    }

    boolean success() {
        return success;
    }

    void tell(Stage stage) {
        if (stage instanceof Stage.AtAddress at) {
            tried = true;
            atAddress(at);
        } else if (stage instanceof Stage.LimitReached && !success) {
            line("Limit of hosts and addresses reached for " + domain);
        }
    }

    private void atAddress(Stage.AtAddress stage) {
        switch (stage) {
            case Stage.Connecting s ->
                line("Connecting to " + text(s.address()) + " on port "
                        + s.hop().port() + ".");
            case Stage.Connected s -> {
                line("Connected to " + text(s.address()) + " from interface " + text(s.local()) + ".");
                line("Checking TLS connection.");
            }
            case Stage.TurnedAway s -> notConnected(s.address(), s.why());
            case Stage.NotConnected s -> notConnected(s.address(), s.why());
            case Stage.Encrypted s -> encrypted(s);
            case Stage.TlsBroken s -> broken(s);
            case Stage.ConversationBroken s -> {
                line("TLS connection could not be established: " + AddressNarration.describe(s.why()));
                line("TLS connection to " + text(s.address()) + " failed.");
            }
            case Stage.Authenticated s -> {
                // A login to a smarthost is no part of this.
            }
            case Stage.NotAuthenticated s -> {
                // The same.
            }
            case Stage.Closed s -> {
                // The lines before it give the reason.
            }
        }
    }

    private void notConnected(InetAddress address, IOException why) {
        line("Connection to " + text(address) + " failed: " + AddressNarration.describe(why));
    }

    private void encrypted(Stage.Encrypted stage) {
        line("TLS connection established: protocol " + stage.tls().protocol() + ", cipher "
                + stage.tls().cipher() + ".");
        line("Verifying peer certificate.");
        line("TLS certificate match " + domain);
        line("TLS certificate verified.");
        line("TLS connection to " + text(stage.address()) + " succeeded.");
        success = true;
    }

    private void broken(Stage.TlsBroken stage) {
        if (stage.at() == TlsFailed.Stage.CERTIFICATE) {
            line("Verifying peer certificate.");
            line("TLS certificate verification failed: " + stage.reason());
        } else {
            line("TLS connection could not be established: " + stage.reason());
        }
        line("TLS connection to " + text(stage.address()) + " failed.");
    }

    /// Writes the verdict.
    ///
    /// @param trouble why no host could be called; null when one was
    void conclude(@Nullable Trouble trouble) {
        if (!success && !tried && trouble != null) {
            line("No host of " + domain + " can be connected to: " + trouble.text());
        }
        line(success ? "TLS successfully connected to " + domain + "." : "TLS verification failed for " + domain + ".");
        line("TLS verification completed.");
    }

    private void line(String text) {
        told.accept(OutsideText.brief(text, TranscriptText.MOST));
    }

    private static String text(InetAddress address) {
        return AddressText.of(address);
    }
}
