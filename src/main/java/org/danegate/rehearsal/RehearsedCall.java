package org.danegate.rehearsal;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.dialing.Caller;
import org.danegate.dialing.Hop;
import org.danegate.dialing.HopDialer;
import org.danegate.dialing.Opening;
import org.danegate.dialing.Stage;
import org.danegate.dialing.Troubles;
import org.danegate.event.Trouble;
import org.danegate.monitor.Attempt;
import org.danegate.policy.TlsSupport;
import org.danegate.rehearsal.Tried.Need;
import org.danegate.smtp.Ready;
import org.danegate.sts.StsPlan;
import org.danegate.sts.StsVerdict;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// Calls the hosts of a domain up to the first that would accept mail or might. Asks the servers, or uses the results
/// of delivery attempts.
final class RehearsedCall implements Caller<Optional<Ready>> {

    /// Determines what is known of a host at an address.
    @FunctionalInterface
    private interface Asking {

        Opening<Optional<Ready>> of(Hop hop, InetAddress address, Need need);
    }

    private final TlsSupport tls;
    private final Asking asking;
    private final List<PlannedHost> hosts = new ArrayList<>();
    private Tried tried = new Tried.NotNeeded();

    private RehearsedCall(TlsSupport tls, @Nullable HopDialer dialer, List<Attempt> attempts) {
        this.tls = tls;
        this.asking = dialer == null
                ? (hop, address, need) -> remembered(hop, address, need, attempts)
                : (hop, address, need) -> asked(dialer, hop, address, need);
    }

    /// @param tls TLS Support in force
    static RehearsedCall asking(HopDialer dialer, TlsSupport tls) {
        return new RehearsedCall(tls, dialer, List.of());
    }

    /// @param attempts at the domain, newest first
    /// @param tls TLS Support in force
    static RehearsedCall remembering(List<Attempt> attempts, TlsSupport tls) {
        return new RehearsedCall(tls, null, attempts);
    }

    /// The hosts in order, up to the first that would accept mail or might.
    List<PlannedHost> hosts() {
        return List.copyOf(hosts);
    }

    @Override
    public void tell(Stage stage) {
        switch (stage) {
            case Stage.HostPlanned s -> {
                if (s.again()) {
                    hosts.removeLast();
                }
                tried = s.hop().sts() instanceof StsPlan.PutOff unknown
                        ? new Tried.Refused(Said.of(unknown.reason()), null)
                        : Need.of(s.hop(), tls).notMade();
            }
            case Stage.HostEnded s -> hosts.add(host(s.hop()));
            case Stage.StsJudged s -> {
                if (s.verdict() instanceof StsVerdict.Failed failed && failed.enforced()) {
                    tried = new Tried.Refused(Said.of(failed.reason()), null);
                }
            }
            case Stage.Routed s -> {}
            case Stage.LimitReached s -> {}
            case Stage.AtAddress s -> {}
        }
    }

    private PlannedHost host(Hop hop) {
        Trouble noWay = hop.noWay();
        String never = noWay != null && noWay.permanent() ? noWay.text() : "";
        return new PlannedHost(hop.name(), hop.plan(), !hop.addresses().isEmpty(), never, tried);
    }

    @Override
    public boolean wantsHost() {
        return hosts.isEmpty() || !hosts.getLast().ends();
    }

    @Override
    public boolean wantsAddress() {
        return tried instanceof Tried.NotNeeded || tried instanceof Tried.NotMade || tried instanceof Tried.Refused;
    }

    @Override
    public Opening<Optional<Ready>> open(Hop hop, InetAddress address) {
        Need need = Need.of(hop, tls);
        return need == Need.NOTHING ? taken(hop, address, Optional.empty()) : asking.of(hop, address, need);
    }

    @Override
    public @Nullable Trouble use(Hop hop, InetAddress address, Optional<Ready> conversation) {
        conversation.ifPresent(Ready::quit);
        return null;
    }

    private static Opening<Optional<Ready>> taken(Hop hop, InetAddress address, Optional<Ready> conversation) {
        AddressResult result = new AddressResult(address, hop.port(), null, null, "would be connected to");
        return new Opening.Open<>(conversation, DaneAction.NOT_ASKED, result);
    }

    private Opening<Optional<Ready>> remembered(Hop hop, InetAddress address, Need need, List<Attempt> attempts) {
        tried = Tried.inAttempts(need, hop.plan(), hop.name(), attempts);
        return tried instanceof Tried.Refused refused
                ? failed(hop, address, refused.why().english())
                : taken(hop, address, Optional.empty());
    }

    private static Opening<Optional<Ready>> failed(Hop hop, InetAddress address, String why) {
        AddressResult result = new AddressResult(address, hop.port(), null, new DaneVerdict.Failed(why), why);
        return new Opening.Failed<>(Troubles.dane(why), true, result);
    }

    private Opening<Optional<Ready>> asked(HopDialer dialer, Hop hop, InetAddress address, Need need) {
        return switch (dialer.dial(hop, address, stage -> {})) {
            case Opening.Open<Ready> open -> {
                tried = new Tried.Passed(passed(need, hop.plan(), open.evidence()), null);
                yield taken(hop, address, Optional.of(open.conversation()));
            }
            case Opening.Failed<Ready> failed -> {
                tried = new Tried.Refused(refused(failed), null);
                yield new Opening.Failed<>(failed.trouble(), failed.reached(), failed.evidence());
            }
            case Opening.Left<Ready> left -> new Opening.Left<>(left.because());
        };
    }

    private static Wording passed(Need need, DanePlan plan, AddressResult result) {
        return switch (need) {
            case NOTHING -> Said.of(plan.reason());
            case TLS ->
                plan instanceof DanePlan.EncryptOnly ? Said.of(plan.reason()) : Wording.of("rehearsal.why.starttls");
            case CERTIFICATE ->
                Said.of(
                        result.verdict() == null
                                ? plan.reason()
                                : result.verdict().reason());
            case PUBLIC_CERTIFICATE -> Wording.of("rehearsal.why.public");
        };
    }

    private static Wording refused(Opening.Failed<Ready> failed) {
        Wording why = Said.of(failed.evidence().outcome());
        return failed.evidence().tls() == null ? why : Wording.of("rehearsal.why.certificate-failed", why);
    }
}
