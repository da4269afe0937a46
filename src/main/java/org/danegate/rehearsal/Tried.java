package org.danegate.rehearsal;

import java.time.Instant;
import java.util.List;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence;
import org.danegate.monitor.Attempt;
import org.danegate.policy.TlsSupport;
import org.jspecify.annotations.Nullable;

/// What is known of a host beyond DNS: whether TLS with it, and its certificate, will do. Never guessed.
sealed interface Tried {

    /// Nothing of it decides: mail goes with or without TLS.
    record NotNeeded() implements Tried {}

    /// It decides, and nobody has looked.
    ///
    /// @param what what was not looked at, as a phrase
    record NotMade(String what) implements Tried {}

    /// It will do.
    ///
    /// @param attempt time of the delivery attempt that showed it; null where the server was asked now
    record Passed(String what, @Nullable Instant attempt) implements Tried {}

    /// It will not do.
    ///
    /// @param attempt time of the delivery attempt that showed it; null where the server was asked now
    record Refused(String why, @Nullable Instant attempt) implements Tried {}

    /// What has to be tried under a plan before mail goes.
    enum Need {
        NOTHING,
        TLS,
        CERTIFICATE,
        /// A certificate that a public authority vouches for: only delivery looks at that.
        PUBLIC_CERTIFICATE;

        static Need of(DanePlan plan, TlsSupport tls) {
            return switch (plan) {
                case DanePlan.Authenticate p -> CERTIFICATE;
                case DanePlan.EncryptOnly p -> TLS;
                case DanePlan.FallBack p -> of(tls);
                case DanePlan.NotAsked p -> of(tls);
                case DanePlan.Refuse p -> NOTHING;
            };
        }

        static Need of(TlsSupport tls) {
            return switch (tls) {
                case NONE, PREFERRED, PREFERRED_VERIFY -> NOTHING;
                case REQUIRED -> TLS;
                case REQUIRED_VERIFY, REQUIRED_VERIFY_HOSTED_DOMAINS -> PUBLIC_CERTIFICATE;
            };
        }

        Tried notMade() {
            return switch (this) {
                case NOTHING -> new NotNeeded();
                case TLS -> new NotMade("STARTTLS not tried");
                case CERTIFICATE -> new NotMade("certificate not checked");
                case PUBLIC_CERTIFICATE -> new NotMade("certificate not checked by public authorities");
            };
        }
    }

    /// What the newest attempt that dialled this host says about the same plan; an attempt under another plan,
    /// or one that came to no handshake, says nothing.
    ///
    /// @param attempts newest first
    static Tried inAttempts(Need need, DanePlan plan, String host, List<Attempt> attempts) {
        for (Attempt attempt : attempts) {
            for (Evidence.HostResult result : attempt.evidence().hosts()) {
                if (result.host().equals(host) && !result.addresses().isEmpty()) {
                    return said(need, plan, result, attempt.at());
                }
            }
        }
        return need.notMade();
    }

    private static Tried said(Need need, DanePlan plan, Evidence.HostResult result, Instant at) {
        List<Evidence.AddressResult> addresses = result.addresses();
        return switch (need) {
            case NOTHING, PUBLIC_CERTIFICATE -> need.notMade();
            // Whatever the plan was: TLS was there.
            case TLS ->
                addresses.stream().anyMatch(a -> a.tls() != null)
                        ? new Passed("STARTTLS succeeded", at)
                        : need.notMade();
            case CERTIFICATE -> plan.equals(result.plan()) ? certificate(addresses, at) : need.notMade();
        };
    }

    private static Tried certificate(List<Evidence.AddressResult> addresses, Instant at) {
        String why = "";
        for (Evidence.AddressResult address : addresses) {
            switch (address.verdict()) {
                case DaneVerdict.Success s -> {
                    return new Passed(s.reason(), at);
                }
                case DaneVerdict.Failed f -> why = why.isEmpty() ? f.reason() : why;
                case DaneVerdict.NotChecked n -> {
                    // Says nothing about the certificate.
                }
                case null -> {
                    // No handshake.
                }
            }
        }
        return why.isEmpty() ? Need.CERTIFICATE.notMade() : new Refused(why, at);
    }
}
