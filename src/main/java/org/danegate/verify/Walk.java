package org.danegate.verify;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.Question.RecordType;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.event.Trouble;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.IpAddressPreference;
import org.danegate.routing.DialOrder;
import org.danegate.routing.HostPlanning;
import org.danegate.routing.NextHops;
import org.danegate.routing.PlannedHost;
import org.danegate.routing.Route;
import org.jspecify.annotations.Nullable;

/// One verification under way: MX hosts by preference, their IPv4 and then IPv6 addresses, until one succeeds.
final class Walk {

    /// Hosts that are looked up, and MX records that are told to be left out: as many as one attempt of delivery
    /// looks up.
    static final int MOST_HOSTS = 20;

    /// Addresses of all hosts together that are dialled: as many as one attempt of delivery dials.
    static final int MOST_ADDRESSES = 10;

    private record Candidate(RecordType type, SecurityStatus status, InetAddress address) {}

    private final DomainName domain;
    private final NextHops nextHops;
    private final HostPlanning planning;
    private final IpAddressPreference families;
    private final HostCheck check;
    private final InstantSource clock;
    private final Consumer<Stage> told;
    private final Instant deadline;
    private final List<String> transcript = new ArrayList<>();
    private final List<HostResult> hosts = new ArrayList<>();
    private final Set<InetAddress> dialled = new HashSet<>();
    private boolean limited;
    private Verdict verdict = Verdict.DANE_FAILED;
    private String reason = "";

    Walk(
            DomainName domain,
            NextHops nextHops,
            HostPlanning planning,
            IpAddressPreference families,
            HostCheck check,
            InstantSource clock,
            Instant deadline,
            Consumer<Stage> told) {
        this.domain = domain;
        this.nextHops = nextHops;
        this.planning = planning;
        this.families = families;
        this.check = check;
        this.clock = clock;
        this.told = told;
        this.deadline = deadline;
    }

    Verification run() {
        DomainEvidence evidence = switch (nextHops.byMx(domain, DaneSupport.MANDATORY)) {
            case Route.Mx mx -> {
                visitAll(mx);
                yield mx.evidence();
            }
            case Route.Unresolved unresolved -> {
                reason = unresolved.evidence().mx().provenance().reason();
                noMx(unresolved.evidence());
                yield unresolved.evidence();
            }
            case Route.Impossible impossible -> {
                impossible(impossible);
                yield impossible.evidence();
            }
        };
        tell(new Stage.Concluded(verdict, domain));
        tell(new Stage.Completed());
        DaneAction action = verdict == Verdict.DANE_SUCCESS ? DaneAction.DANE_SUCCESS : DaneAction.DANE_FAIL;
        Evidence all = new Evidence(
                domain.ascii(), DaneSupport.MANDATORY, evidence, null, hosts, action, reason, clock.instant());
        return new Verification(domain, verdict, transcript, all);
    }

    private void visitAll(Route.Mx route) {
        DomainEvidence evidence = route.evidence();
        if (evidence.implicitMx()) {
            tell(new Stage.MxImplicit(evidence.mxStatus(), domain));
        }
        leftOut(route.leftOut());
        boolean ourselves = false;
        for (int i = 0; i < route.hosts().size() && !ourselves && verdict != Verdict.DANE_SUCCESS && inTime(); i++) {
            if (i == MOST_HOSTS || dialled.size() == MOST_ADDRESSES) {
                limitReached();
                return;
            }
            if (i > 0) {
                tell(new Stage.NextMx(domain));
            }
            PlannedHost host = visit(evidence, route.hosts().get(i));
            ourselves = host.ourselves();
        }
    }

    private void noMx(DomainEvidence evidence) {
        switch (evidence.mx()) {
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
            case Answer.Denied<MxRecord> denied -> tell(new Stage.NoDomain(domain));
            case Answer.Found<MxRecord> found -> {
                if (found.records().stream().allMatch(MxRecord::nullMx)) {
                    reason = "the domain has a null MX record";
                    tell(new Stage.NullMx(domain));
                }
            }
        }
    }

    private void impossible(Route.Impossible route) {
        reason = route.trouble().text();
        DomainEvidence evidence = route.evidence();
        if (evidence != null) {
            noMx(evidence);
        }
        leftOut(route.leftOut());
    }

    private void leftOut(List<Route.LeftOut> all) {
        all.stream().limit(MOST_HOSTS).forEach(this::leftOut);
        if (all.size() > MOST_HOSTS) {
            limitReached();
        }
    }

    private void leftOut(Route.LeftOut mx) {
        tell(new Stage.MxLeftOut(mx.target(), mx.why(), domain));
        DanePlan plan = new DanePlan.NotAsked(mx.text());
        hosts.add(new HostResult(mx.target(), null, plan, List.of(), "left out: " + mx.why()));
    }

    private PlannedHost visit(DomainEvidence evidence, Route.MxHost mx) {
        if (!evidence.implicitMx()) {
            SecurityStatus status = evidence.mxStatus();
            tell(new Stage.MxFound(status, mx.host(), domain));
            if (status == SecurityStatus.INSECURE) {
                tell(new Stage.MxProceeds(mx.host()));
            }
        }
        PlannedHost planned = planning.plan(evidence, mx, DaneSupport.MANDATORY, families);
        if (visit(planned)) {
            // As delivery does: a mismatch is looked at once more with fresh records, and with those of each server.
            Iterator<PlannedHost> others =
                    planning.afresh(evidence, planned, DaneSupport.MANDATORY).iterator();
            boolean refused = true;
            while (refused && others.hasNext()) {
                tell(new Stage.TlsaChanged(mx.host(), domain));
                refused = visit(others.next());
            }
        }
        return planned;
    }

    /// True when an address was refused by what it presented, or gave no TLS.
    private boolean visit(PlannedHost host) {
        HostEvidence dns = host.dns();
        reason = host.plan().reason();
        List<AddressResult> results = new ArrayList<>();
        SecurityStatus status = DaneDecision.addressStatus(dns);
        Trouble noWay = host.noWay();
        if (host.ourselves() && noWay != null) {
            reason = noWay.text();
            tell(new Stage.LeadsBack(dns.host(), domain, reason));
        } else if (status == SecurityStatus.NXDOMAIN || status == SecurityStatus.NODATA) {
            tell(new Stage.AddressMissing(status, dns.host(), domain));
        } else {
            addresses(host.plan(), dns, results);
        }
        boolean success = verdict == Verdict.DANE_SUCCESS;
        hosts.add(new HostResult(dns.host().ascii(), dns, host.plan(), results, success ? "DANE SUCCESS" : reason));
        return !success && results.stream().anyMatch(r -> r.verdict() instanceof DaneVerdict.Failed);
    }

    private void addresses(DanePlan plan, HostEvidence dns, List<AddressResult> results) {
        List<Candidate> candidates = new ArrayList<>();
        trouble(dns.ipv4(), RecordType.A, dns);
        collect(dns.ipv4(), RecordType.A, candidates);
        collect(dns.ipv6(), RecordType.AAAA, candidates);
        for (int i = 0; i < candidates.size() && verdict != Verdict.DANE_SUCCESS && inTime(); i++) {
            Candidate c = candidates.get(i);
            // A host's records may be looked at afresh: its addresses count once.
            if (dialled.size() == MOST_ADDRESSES && !dialled.contains(c.address())) {
                limitReached();
                return;
            }
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
        dialled.add(c.address());
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
            found.records().stream()
                    .limit(DialOrder.ADDRESSES_PER_FAMILY)
                    .forEach(a -> to.add(new Candidate(type, found.status(), a)));
        }
    }

    private static boolean secureAlias(HostEvidence dns) {
        return dns.alias() instanceof Answer.Found<DomainName> alias && alias.secure();
    }

    private static String failure(Answer.Failed<?> failed) {
        return failed.failure() + ", " + failed.provenance().reason();
    }

    private void limitReached() {
        if (!limited) {
            limited = true;
            tell(new Stage.LimitReached(domain));
        }
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
