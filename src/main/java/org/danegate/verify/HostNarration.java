package org.danegate.verify;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.HostEvidence;
import org.danegate.dialing.DialOrder;
import org.danegate.dialing.Hop;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.Question.RecordType;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.event.Trouble;
import org.jspecify.annotations.Nullable;

/// Writes the lines of one host: its MX record, its addresses as they are dialed or skipped, and why DANE is not
/// possible.
final class HostNarration {

    private record Found(RecordType type, SecurityStatus status, InetAddress address) {}

    private final DomainEvidence mx;
    private final DomainName domain;
    private final Hop hop;
    private final HostEvidence dns;
    private final Consumer<TranscriptLine> told;
    /// Addresses without a line so far, IPv4 before IPv6.
    private final List<Found> addresses = new ArrayList<>();

    private boolean first = true;
    private boolean over;

    HostNarration(DomainEvidence mx, Hop hop, Consumer<TranscriptLine> told) {
        this.mx = mx;
        this.domain = mx.domain();
        this.hop = hop;
        this.dns = evidence(hop);
        this.told = told;
    }

    /// The DNS evidence of a host. Hosts of an MX set always have it.
    static HostEvidence evidence(Hop hop) {
        return Objects.requireNonNull(hop.dns(), "a host without lookups");
    }

    static String failure(Answer.Failed<?> failed) {
        return failed.failure() + ", " + failed.provenance().reason();
    }

    /// Writes the lines of a host after its lookup.
    ///
    /// @param again whether the TLSA records differ from those before
    /// @return why the host cannot be used, if the plan does not say so
    Optional<String> planned(boolean again) {
        if (again) {
            told.accept(new TranscriptLine.TlsaChanged(dns.host(), domain));
        } else {
            mx();
        }
        Trouble noWay = hop.noWay();
        SecurityStatus status = DaneDecision.addressStatus(dns);
        if (hop.ourselves() && noWay != null) {
            over = true;
            told.accept(new TranscriptLine.LeadsBack(dns.host(), domain, noWay.text()));
            return Optional.of(noWay.text());
        }
        if (status == SecurityStatus.NXDOMAIN || status == SecurityStatus.NODATA) {
            over = true;
            told.accept(new TranscriptLine.AddressMissing(status, dns.host(), domain));
            return Optional.empty();
        }
        trouble(dns.ipv4(), RecordType.A);
        collect(dns.ipv4(), RecordType.A);
        collect(dns.ipv6(), RecordType.AAAA);
        if (!(hop.plan() instanceof DanePlan.Authenticate)) {
            untilRefused();
        }
        return Optional.empty();
    }

    private void mx() {
        if (mx.implicitMx()) {
            return;
        }
        told.accept(new TranscriptLine.MxFound(mx.mxStatus(), dns.host(), domain));
        if (mx.mxStatus() == SecurityStatus.INSECURE) {
            told.accept(new TranscriptLine.MxProceeds(dns.host()));
        }
    }

    private void collect(@Nullable Answer<InetAddress> answer, RecordType type) {
        if (answer instanceof Answer.Found<InetAddress> found) {
            found.records().stream()
                    .limit(DialOrder.ADDRESSES_PER_FAMILY)
                    .forEach(a -> addresses.add(new Found(type, found.status(), a)));
        }
    }

    /// Writes the lines of an address that is dialed now, and of skipped addresses before it.
    void upTo(InetAddress address) {
        List<Found> before = new ArrayList<>();
        for (Found found : addresses) {
            boolean dialled = found.address().equals(address);
            if (dialled || !counts(found)) {
                before.add(found);
            }
            if (dialled) {
                break;
            }
        }
        addresses.removeAll(before);
        before.forEach(this::tell);
    }

    /// Whether DANE can use the address.
    private boolean counts(Found found) {
        return found.status() == SecurityStatus.SECURE || secureAlias();
    }

    private void tell(Found found) {
        if (!first) {
            told.accept(new TranscriptLine.NextAddress(found.type(), found.address(), dns.host(), domain));
        }
        first = false;
        told.accept(new TranscriptLine.AddressFound(found.status(), found.type(), found.address(), dns.host(), domain));
    }

    /// Delivery would not connect here. Writes addresses up to the first that DANE could use, then the reason.
    private void untilRefused() {
        Iterator<Found> all = addresses.iterator();
        while (!over && all.hasNext()) {
            Found found = all.next();
            tell(found);
            if (counts(found)) {
                over = true;
                refused();
            }
        }
        addresses.clear();
    }

    /// Writes the last lines of a host after it was tried.
    void ended(boolean open) {
        if (over || open) {
            return;
        }
        over = true;
        addresses.stream().filter(a -> !counts(a)).forEach(this::tell);
        addresses.clear();
        trouble(dns.ipv6(), RecordType.AAAA);
    }

    /// Writes the reason: the TLSA answer, or what the plan says.
    private void refused() {
        String why = hop.plan().reason();
        if (dns.tlsa().isEmpty()) {
            told.accept(new TranscriptLine.NotPossible(dns.host(), domain, why));
            return;
        }
        switch (dns.tlsa().getLast().answer()) {
            case Answer.Bogus<?> b -> told.accept(new TranscriptLine.TlsaBogus(dns.host(), domain));
            case Answer.Failed<?> f -> told.accept(lookupFailed(RecordType.TLSA, f));
            case Answer.Denied<?> d -> told.accept(new TranscriptLine.TlsaMissing(d.status(), dns.host(), domain));
            case Answer.Found<?> f -> {
                told.accept(new TranscriptLine.TlsaFound(f.status(), dns.host(), domain));
                if (f.secure()) {
                    told.accept(new TranscriptLine.NotPossible(dns.host(), domain, why));
                }
            }
        }
    }

    private void trouble(@Nullable Answer<InetAddress> answer, RecordType type) {
        switch (answer) {
            case Answer.Bogus<InetAddress> b -> told.accept(new TranscriptLine.AddressBogus(type, dns.host(), domain));
            case Answer.Failed<InetAddress> f -> told.accept(lookupFailed(type, f));
            case Answer.Found<InetAddress> f -> {}
            case Answer.Denied<InetAddress> d -> {}
            case null -> {}
        }
    }

    private TranscriptLine lookupFailed(RecordType type, Answer.Failed<?> failed) {
        return new TranscriptLine.LookupFailed(type, "MX(" + dns.host() + ") in " + domain, failure(failed));
    }

    private boolean secureAlias() {
        return dns.alias() instanceof Answer.Found<DomainName> alias && alias.secure();
    }
}
