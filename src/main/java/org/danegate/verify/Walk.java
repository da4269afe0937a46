package org.danegate.verify;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.Question.RecordType;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.IpAddressPreference;
import org.danegate.routing.DaneGathering;
import org.jspecify.annotations.Nullable;

/// One verification under way: MX hosts by preference, their IPv4 and then IPv6 addresses, until one succeeds.
final class Walk {

    private record MxHost(DomainName name, int preference) {}

    private record Candidate(RecordType type, SecurityStatus status, InetAddress address) {}

    private final DomainName domain;
    private final DaneGathering gathering;
    private final HostCheck check;
    private final int port;
    private final InstantSource clock;
    private final Consumer<Stage> told;
    private final Instant deadline;
    private final List<String> transcript = new ArrayList<>();
    private final List<HostResult> hosts = new ArrayList<>();
    private Verdict verdict = Verdict.DANE_FAILED;
    private String reason = "";

    Walk(
            DomainName domain,
            DaneGathering gathering,
            HostCheck check,
            int port,
            InstantSource clock,
            Consumer<Stage> told) {
        this.domain = domain;
        this.gathering = gathering;
        this.check = check;
        this.port = port;
        this.clock = clock;
        this.told = told;
        this.deadline = clock.instant().plus(DaneVerify.TIME_LIMIT);
    }

    Verification run() {
        DomainEvidence evidence = gathering.domain(domain);
        List<MxHost> list = hostsOf(evidence);
        for (int i = 0; i < list.size() && verdict != Verdict.DANE_SUCCESS && inTime(); i++) {
            if (i > 0) {
                tell(new Stage.NextMx(domain));
            }
            hosts.add(visit(evidence, list.get(i)));
        }
        tell(new Stage.Concluded(verdict, domain));
        tell(new Stage.Completed());
        DaneAction action = verdict == Verdict.DANE_SUCCESS ? DaneAction.DANE_SUCCESS : DaneAction.DANE_FAIL;
        Evidence all = new Evidence(
                domain.ascii(), DaneSupport.MANDATORY, evidence, null, hosts, action, reason, clock.instant());
        return new Verification(domain, verdict, transcript, all);
    }

    private List<MxHost> hostsOf(DomainEvidence evidence) {
        reason = evidence.mx().provenance().reason();
        switch (evidence.mx()) {
            case Answer.Found<MxRecord> found -> {
                return ofRecords(found);
            }
            case Answer.Denied<MxRecord> denied -> {
                if (denied.nameExists()) {
                    tell(new Stage.MxImplicit(evidence.mxStatus(), domain));
                    return List.of(new MxHost(domain, 0));
                }
                tell(new Stage.NoDomain(domain));
            }
            case Answer.Bogus<MxRecord> bogus -> {
                tell(new Stage.MxBogus(domain));
                if (bogus.unproven() != null) {
                    tell(new Stage.DnssecDropped(reason));
                }
            }
            case Answer.Failed<MxRecord> failed -> {
                tell(new Stage.LookupFailed(RecordType.MX, domain.ascii(), failure(failed)));
                if (failed.failure() == Answer.Failure.TIMEOUT || failed.failure() == Answer.Failure.NO_SERVER) {
                    verdict = Verdict.NOT_VERIFIED;
                }
            }
        }
        return List.of();
    }

    private List<MxHost> ofRecords(Answer.Found<MxRecord> found) {
        List<MxHost> list = new ArrayList<>();
        for (MxRecord mx : found.records()) {
            if (mx.exchange() != null) {
                list.add(new MxHost(mx.exchange(), mx.preference()));
            }
        }
        if (list.isEmpty()) {
            reason = "the domain has a null MX record";
            tell(new Stage.NullMx(domain));
        }
        list.sort(Comparator.comparingInt(MxHost::preference));
        return list;
    }

    private HostResult visit(DomainEvidence evidence, MxHost mx) {
        if (!evidence.implicitMx()) {
            SecurityStatus status = evidence.mxStatus();
            tell(new Stage.MxFound(status, mx.name(), domain));
            if (status == SecurityStatus.INSECURE) {
                tell(new Stage.MxProceeds(mx.name()));
            }
        }
        HostEvidence dns = gathering.host(mx.name(), mx.preference(), port, IpAddressPreference.PREFER_V4);
        DanePlan plan = DaneDecision.plan(DaneSupport.MANDATORY, evidence, dns);
        reason = plan.reason();
        List<AddressResult> results = new ArrayList<>();
        boolean none =
                dns.ipv4() instanceof Answer.Denied<InetAddress> && dns.ipv6() instanceof Answer.Denied<InetAddress>;
        if (none) {
            tell(new Stage.AddressMissing(DaneDecision.addressStatus(dns), mx.name(), domain));
        } else {
            addresses(plan, dns, results);
        }
        return new HostResult(
                mx.name().ascii(), dns, plan, results, verdict == Verdict.DANE_SUCCESS ? "DANE SUCCESS" : reason);
    }

    private void addresses(DanePlan plan, HostEvidence dns, List<AddressResult> results) {
        List<Candidate> candidates = new ArrayList<>();
        trouble(dns.ipv4(), RecordType.A, dns);
        collect(dns.ipv4(), RecordType.A, candidates);
        collect(dns.ipv6(), RecordType.AAAA, candidates);
        for (int i = 0; i < candidates.size() && verdict != Verdict.DANE_SUCCESS && inTime(); i++) {
            Candidate c = candidates.get(i);
            if (i > 0) {
                tell(new Stage.NextAddress(c.type(), c.address(), dns.host(), domain));
            }
            tell(new Stage.AddressFound(c.status(), c.type(), c.address(), dns.host(), domain));
            boolean counts = c.status() == SecurityStatus.SECURE || secureAlias(dns);
            if (counts && plan instanceof DanePlan.Authenticate authenticate) {
                results.add(dial(authenticate, c, dns));
            } else if (counts) {
                refused(plan, dns);
                return;
            }
        }
        if (verdict != Verdict.DANE_SUCCESS) {
            trouble(dns.ipv6(), RecordType.AAAA, dns);
        }
    }

    private AddressResult dial(DanePlan.Authenticate plan, Candidate c, HostEvidence dns) {
        HostCheck.Outcome outcome = check.dial(plan, c.address(), dns.host(), domain, this::tell);
        reason = outcome.reason();
        if (outcome.success()) {
            verdict = Verdict.DANE_SUCCESS;
        }
        return outcome.result();
    }

    /// The engine would not connect here: the TLSA column, or the MX column, says why.
    private void refused(DanePlan plan, HostEvidence dns) {
        if (dns.tlsa().isEmpty()) {
            tell(new Stage.NotPossible(dns.host(), domain, plan.reason()));
            return;
        }
        var answer = dns.tlsa().getLast().answer();
        switch (answer) {
            case Answer.Bogus<?> b -> tell(new Stage.TlsaBogus(dns.host(), domain));
            case Answer.Failed<?> f ->
                tell(new Stage.LookupFailed(RecordType.TLSA, "MX(" + dns.host() + ") in " + domain, failure(f)));
            case Answer.Denied<?> d -> tell(new Stage.TlsaMissing(d.status(), dns.host(), domain));
            case Answer.Found<?> f -> {
                tell(new Stage.TlsaFound(f.status(), dns.host(), domain));
                if (f.secure()) {
                    tell(new Stage.NotPossible(dns.host(), domain, plan.reason()));
                }
            }
        }
    }

    private void trouble(@Nullable Answer<InetAddress> answer, RecordType type, HostEvidence dns) {
        switch (answer) {
            case Answer.Bogus<InetAddress> b -> tell(new Stage.AddressBogus(type, dns.host(), domain));
            case Answer.Failed<InetAddress> f ->
                tell(new Stage.LookupFailed(type, "MX(" + dns.host() + ") in " + domain, failure(f)));
            case Answer.Found<InetAddress> f -> {}
            case Answer.Denied<InetAddress> d -> {}
            case null -> {}
        }
    }

    private static void collect(@Nullable Answer<InetAddress> answer, RecordType type, List<Candidate> to) {
        if (answer instanceof Answer.Found<InetAddress> found) {
            found.records().forEach(a -> to.add(new Candidate(type, found.status(), a)));
        }
    }

    private static boolean secureAlias(HostEvidence dns) {
        return dns.alias() instanceof Answer.Found<DomainName> alias && alias.secure();
    }

    private static String failure(Answer.Failed<?> failed) {
        return failed.failure() + ", " + failed.provenance().reason();
    }

    private boolean inTime() {
        if (clock.instant().isBefore(deadline)) {
            return true;
        }
        reason = "the time limit was reached";
        tell(new Stage.OutOfTime(domain));
        return false;
    }

    private void tell(Stage stage) {
        transcript.add(StageText.of(stage));
        told.accept(stage);
    }
}
