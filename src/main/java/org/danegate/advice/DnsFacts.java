package org.danegate.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DanePlan;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.HostChoice;
import org.danegate.dane.HostEvidence;
import org.danegate.dane.HostEvidence.TlsaLookup;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.dns.answer.TlsaRecord;
import org.jspecify.annotations.Nullable;

/// What DNS said of a host.
public record DnsFacts(
        @Nullable SecurityStatus mx,
        @Nullable SecurityStatus address,
        @Nullable SecurityStatus tlsa,
        boolean sha1Only) {

    /// Nothing was looked up.
    private static final DnsFacts NONE = new DnsFacts(null, null, null, false);

    /// The facts of a host that was looked up, or that a route names.
    public static DnsFacts of(HostResult host) {
        boolean asked = !(host.plan() instanceof DanePlan.NotAsked);
        if (host.dns() == null || host.choice() == null || !asked) {
            return NONE;
        }
        List<Answer<?>> answers = new ArrayList<>();
        if (host.choice() instanceof HostChoice.ByMx by) {
            answers.add(by.domain().mx());
        }
        answers.addAll(answers(host.dns()));
        return new DnsFacts(
                host.choice().status(),
                DaneDecision.addressStatus(host.dns()),
                tlsa(host.dns().tlsa()),
                answers.stream().anyMatch(a -> a.provenance().response().onlySha1()));
    }

    /// The answers about a host.
    static List<Answer<?>> answers(HostEvidence dns) {
        List<Answer<?>> answers = new ArrayList<>();
        dns.tlsa().forEach(lookup -> answers.add(lookup.answer()));
        add(answers, dns.ipv4());
        add(answers, dns.ipv6());
        return answers;
    }

    private static void add(List<Answer<?>> answers, @Nullable Answer<?> answer) {
        if (answer != null) {
            answers.add(answer);
        }
    }

    /// SECURE when one lookup found secure records; otherwise the status of the last one.
    static @Nullable SecurityStatus tlsa(List<TlsaLookup> lookups) {
        if (lookups.isEmpty()) {
            return null;
        }
        return lookups.stream().anyMatch(l -> l.answer() instanceof Answer.Found<TlsaRecord> f && f.secure())
                ? SecurityStatus.SECURE
                : lookups.getLast().answer().status();
    }

    /// Why DANE did not judge the certificate of a host.
    Cause cause(DanePlan plan) {
        return switch (plan) {
            case DanePlan.NotAsked p -> Cause.NOT_ASKED;
            case DanePlan.Authenticate p -> Cause.NOTHING;
            case DanePlan.EncryptOnly p -> Cause.UNUSABLE;
            case DanePlan.FallBack p -> unsecured();
            case DanePlan.Refuse p -> unsecured();
        };
    }

    private Cause unsecured() {
        if (failed(mx) || failed(address) || failed(tlsa)) {
            return Cause.DNS_FAILED;
        }
        if (mx == SecurityStatus.INSECURE) {
            return Cause.MX_INSECURE;
        }
        if (address == SecurityStatus.INSECURE) {
            return Cause.A_INSECURE;
        }
        return switch (tlsa) {
            case INSECURE -> Cause.TLSA_INSECURE;
            case SECURE -> Cause.UNUSABLE;
            case NXDOMAIN, NODATA -> Cause.TLSA_NONE;
            case BOGUS, FAILED -> Cause.DNS_FAILED;
            case null -> Cause.NOT_ASKED;
        };
    }

    private static boolean failed(@Nullable SecurityStatus status) {
        return status == SecurityStatus.BOGUS || status == SecurityStatus.FAILED;
    }

    /// The names that *Required - Verify Hosted Domains* accepts: the domain, the host, the other MX hosts.
    public static List<DomainName> names(DomainName domain, HostResult host) {
        List<DomainName> names = new ArrayList<>(List.of(domain));
        if (host.dns() != null) {
            names.add(host.dns().host());
        }
        if (host.choice() instanceof HostChoice.ByMx by && by.domain().mx() instanceof Answer.Found<MxRecord> found) {
            found.records().stream()
                    .map(MxRecord::exchange)
                    .filter(Objects::nonNull)
                    .forEach(names::add);
        }
        return names.stream().distinct().toList();
    }
}
