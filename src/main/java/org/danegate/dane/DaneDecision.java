package org.danegate.dane;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.danegate.address.DomainName;
import org.danegate.dane.HostEvidence.TlsaLookup;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.policy.DaneSupport;

/// The seed's two tables as two pure steps: {@link #plan} decides what DNS allows, then {@link #conclude} judges the
/// certificates. What the tables do not name follows RFC 7672. A failed lookup takes the row of BOGUS.
public final class DaneDecision {

    private DaneDecision() {}

    /// Columns MX, A and TLSA of the seed's tables, for one MX host.
    ///
    /// @param support DANE Support in force for the destination
    /// @param domain MX evidence of the destination
    /// @param host evidence of one of its hosts
    public static DanePlan plan(DaneSupport support, DomainEvidence domain, HostEvidence host) {
        if (support == DaneSupport.NONE) {
            return new DanePlan.NotAsked("DANE Support is None");
        }
        return switch (domain.mxStatus()) {
            case SECURE, INSECURE -> planForAddress(support, new HostChoice.ByMx(domain), host);
            case BOGUS ->
                new DanePlan.Refuse(
                        "MX record is BOGUS: " + domain.mx().provenance().reason());
            case FAILED, NXDOMAIN, NODATA ->
                new DanePlan.Refuse(
                        "MX lookup failed: " + domain.mx().provenance().reason());
        };
    }

    /// The same for a host that was found by MX or that an SMTP route names.
    public static DanePlan plan(DaneSupport support, HostChoice choice, HostEvidence host) {
        return switch (choice) {
            case HostChoice.ByMx by -> plan(support, by.domain(), host);
            case HostChoice.Configured configured ->
                support == DaneSupport.NONE
                        ? new DanePlan.NotAsked("DANE Support is None")
                        : planForAddress(support, configured, host);
        };
    }

    private static DanePlan planForAddress(DaneSupport support, HostChoice choice, HostEvidence host) {
        AddressStatus address = AddressStatus.of(host);
        return switch (address.status()) {
            case SECURE -> planForTlsa(support, choice, host);
            case INSECURE -> unsecured(support, "A record of " + host.host() + " is INSECURE");
            case BOGUS -> new DanePlan.Refuse("A record of " + host.host() + " is BOGUS: " + address.reason());
            case FAILED -> new DanePlan.Refuse("A lookup of " + host.host() + " failed: " + address.reason());
            case NXDOMAIN, NODATA -> new DanePlan.Refuse("no address found for " + host.host());
        };
    }

    private static DanePlan planForTlsa(DaneSupport support, HostChoice choice, HostEvidence host) {
        boolean secureMx = choice.status() == SecurityStatus.SECURE;
        String insecureMx = "MX record of " + choice.nextHop().getFirst() + " is INSECURE";
        String why = "no TLSA lookup was made for " + host.host();
        for (TlsaLookup lookup : host.tlsa()) {
            String owner = lookup.answer().question().name().ascii();
            String reason = lookup.answer().provenance().reason();
            switch (lookup.answer()) {
                case Answer.Bogus<TlsaRecord> b -> {
                    return new DanePlan.Refuse("TLSA record " + owner + " is BOGUS: " + reason);
                }
                case Answer.Failed<TlsaRecord> f -> {
                    return new DanePlan.Refuse("TLSA lookup of " + owner + " failed: " + reason);
                }
                case Answer.Denied<TlsaRecord> d -> why = "no TLSA record found for " + owner;
                case Answer.Found<TlsaRecord> f -> {
                    if (!f.secure()) {
                        why = "TLSA record " + owner + " is INSECURE";
                        continue;
                    }
                    return secureMx
                            ? planForRecords(support, choice, lookup.baseDomain(), f.records())
                            : unsecured(support, insecureMx);
                }
            }
        }
        if (host.tlsa().isEmpty()) {
            return new DanePlan.Refuse(why);
        }
        return unsecured(support, secureMx ? why : insecureMx + " and " + why);
    }

    private static DanePlan planForRecords(
            DaneSupport support, HostChoice choice, DomainName base, List<TlsaRecord> records) {
        if (records.size() > UsableRecords.LIMIT) {
            return new DanePlan.Refuse("TLSA RRset of " + base + " has more than " + UsableRecords.LIMIT + " records");
        }
        List<TlsaRecord> usable = UsableRecords.of(records);
        if (!usable.isEmpty()) {
            return new DanePlan.Authenticate(base, usable, referenceNames(choice, base), secured(choice));
        }
        return switch (support) {
            case MANDATORY -> new DanePlan.Refuse("no TLSA record of " + base + " is usable");
            case OPPORTUNISTIC ->
                new DanePlan.EncryptOnly(base, "no TLSA record of " + base + " is usable: TLS is compulsory");
            case NONE -> new DanePlan.NotAsked("DANE Support is None");
        };
    }

    private static String secured(HostChoice choice) {
        return choice instanceof HostChoice.Configured
                ? "host named by the SMTP route, SECURE A and TLSA records"
                : "SECURE MX, A and TLSA records";
    }

    private static DanePlan unsecured(DaneSupport support, String why) {
        return switch (support) {
            case MANDATORY -> new DanePlan.Refuse(why);
            case OPPORTUNISTIC -> new DanePlan.FallBack(why);
            case NONE -> new DanePlan.NotAsked("DANE Support is None");
        };
    }

    /// The TLSA base domain, the next hop as given, and the next hop after following its aliases (RFC 7672 3.2.2).
    private static List<DomainName> referenceNames(HostChoice choice, DomainName base) {
        Set<DomainName> names = new LinkedHashSet<>();
        names.add(base);
        names.addAll(choice.nextHop());
        return List.copyOf(names);
    }

    /// Column CERTIFICATE of the seed's tables.
    ///
    /// @param chain certificates as the server sent them, its own first; empty when there was no TLS
    /// @param now time for the validity of DANE-TA paths
    public static DaneVerdict conclude(DanePlan plan, List<X509Certificate> chain, Instant now) {
        return switch (plan) {
            case DanePlan.NotAsked p -> new DaneVerdict.NotChecked(p.reason());
            case DanePlan.FallBack p -> new DaneVerdict.NotChecked(p.reason());
            case DanePlan.Refuse p -> new DaneVerdict.Failed(p.reason());
            case DanePlan.EncryptOnly p ->
                chain.isEmpty()
                        ? new DaneVerdict.Failed("TLS is compulsory and was not established")
                        : new DaneVerdict.NotChecked(p.reason());
            case DanePlan.Authenticate p -> CertificateMatching.match(p, chain, now);
        };
    }

    /// The ACTION column: the result of a plan and its verdict.
    public static DaneAction action(DanePlan plan, DaneVerdict verdict) {
        return switch (plan) {
            case DanePlan.NotAsked p -> DaneAction.NOT_ASKED;
            case DanePlan.Refuse p -> DaneAction.DANE_FAIL;
            case DanePlan.FallBack p -> DaneAction.FALLBACK_TLS;
            case DanePlan.EncryptOnly p ->
                verdict instanceof DaneVerdict.Failed ? DaneAction.DANE_FAIL : DaneAction.FALLBACK_TLS;
            case DanePlan.Authenticate p ->
                verdict instanceof DaneVerdict.Success ? DaneAction.DANE_SUCCESS : DaneAction.DANE_FAIL;
        };
    }

    /// The status for the A column of the seed's tables. Each address family is judged separately and the better
    /// one counts (D-47). A host that is a secure alias into an unsigned zone counts as SECURE (RFC 7672 2.2.2).
    public static SecurityStatus addressStatus(HostEvidence host) {
        return AddressStatus.of(host).status();
    }
}
