package org.danegate.rehearsal;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence;
import org.danegate.dialing.Hop;
import org.danegate.monitor.Attempt;
import org.danegate.policy.TlsSupport;
import org.danegate.sts.StsPlan;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// What is known of a host beyond DNS: whether its TLS and its certificate are acceptable. Never guessed.
sealed interface Tried {

    /// Neither matters: mail goes with or without TLS.
    record NotNeeded() implements Tried {}

    /// They matter, and nobody has checked them.
    ///
    /// @param what what was not checked, as a phrase
    record NotMade(Wording what) implements Tried {}

    /// They are acceptable.
    ///
    /// @param attempt time of the delivery attempt that showed it; null when the server was asked now
    record Passed(Wording what, @Nullable Instant attempt) implements Tried {}

    /// They are not acceptable.
    ///
    /// @param attempt time of the delivery attempt that showed it; null when the server was asked now
    record Refused(Wording why, @Nullable Instant attempt) implements Tried {}

    /// What a plan requires before mail goes.
    enum Need {
        NOTHING,
        TLS,
        CERTIFICATE,
        /// A certificate from a public authority: only delivery checks that.
        PUBLIC_CERTIFICATE;

        static Need of(Hop hop, TlsSupport tls) {
            return hop.sts() instanceof StsPlan.Apply policy && policy.enforced()
                    ? PUBLIC_CERTIFICATE
                    : of(hop.plan(), tls);
        }

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
                case TLS -> new NotMade(Wording.of("rehearsal.why.not-tried.tls"));
                case CERTIFICATE -> new NotMade(Wording.of("rehearsal.why.not-tried.certificate"));
                case PUBLIC_CERTIFICATE -> new NotMade(Wording.of("rehearsal.why.not-tried.public"));
            };
        }
    }

    /// What the newest attempt that reached a handshake with this host shows about the same plan. An attempt under
    /// another plan shows nothing, and those before it are out of date.
    ///
    /// @param attempts newest first
    static Tried inAttempts(Need need, DanePlan plan, String host, List<Attempt> attempts) {
        for (Attempt attempt : attempts) {
            for (Evidence.HostResult result : attempt.evidence().hosts()) {
                if (result.host().equals(host)
                        && result.addresses().stream().anyMatch(a -> a.tls() != null || a.verdict() != null)) {
                    return said(need, plan, result, attempt.at());
                }
            }
        }
        return need.notMade();
    }

    /// Whether two plans accept the same certificates. The order of the records and the wording of the plan make no
    /// difference.
    private static boolean same(DanePlan one, DanePlan other) {
        return one instanceof DanePlan.Authenticate a
                && other instanceof DanePlan.Authenticate b
                && a.baseDomain().equals(b.baseDomain())
                && Set.copyOf(a.usable()).equals(Set.copyOf(b.usable()))
                && Set.copyOf(a.referenceNames()).equals(Set.copyOf(b.referenceNames()));
    }

    private static Tried said(Need need, DanePlan plan, Evidence.HostResult result, Instant at) {
        List<Evidence.AddressResult> addresses = result.addresses();
        return switch (need) {
            case NOTHING, PUBLIC_CERTIFICATE -> need.notMade();
            // TLS was established, whatever the plan was.
            case TLS ->
                addresses.stream().anyMatch(a -> a.tls() != null)
                        ? new Passed(Wording.of("rehearsal.why.starttls"), at)
                        : need.notMade();
            case CERTIFICATE -> same(plan, result.plan()) ? certificate(addresses, at) : need.notMade();
        };
    }

    private static Tried certificate(List<Evidence.AddressResult> addresses, Instant at) {
        String why = "";
        for (Evidence.AddressResult address : addresses) {
            switch (address.verdict()) {
                case DaneVerdict.Success s -> {
                    return new Passed(Said.of(s.reason()), at);
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
        return why.isEmpty() ? Need.CERTIFICATE.notMade() : new Refused(Said.of(why), at);
    }
}
