package org.danegate.verify;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.HostChoice;
import org.danegate.dane.HostEvidence;
import org.danegate.dialing.Hop;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.Question.RecordType;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.event.Trouble;
import org.jspecify.annotations.Nullable;

/// Writes the lines of one host: its MX record, its addresses as they are dialed or skipped, and why DANE is not
/// possible.
final class HostNarration {

    private final HostChoice choice;
    private final DomainName domain;
    private final Hop hop;
    private final HostEvidence dns;
    private final Consumer<TranscriptLine> told;
    private final AddressLines addresses;
    private boolean over;

    /// @param choice how the host was found
    HostNarration(HostChoice choice, DomainName domain, Hop hop, Consumer<TranscriptLine> told) {
        this.choice = choice;
        this.domain = domain;
        this.hop = hop;
        this.dns = evidence(hop);
        this.told = told;
        this.addresses = new AddressLines(dns, domain, told);
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
        if (hop.ourselves() && noWay != null) {
            over = true;
            told.accept(new TranscriptLine.LeadsBack(dns.host(), domain, noWay.text()));
            return Optional.of(noWay.text());
        }
        addresses();
        return Optional.empty();
    }

    private void addresses() {
        SecurityStatus status = DaneDecision.addressStatus(dns);
        if (status == SecurityStatus.NXDOMAIN || status == SecurityStatus.NODATA) {
            over = true;
            told.accept(new TranscriptLine.AddressMissing(status, dns.host(), domain));
            return;
        }
        trouble(dns.ipv4(), RecordType.A);
        addresses.collect(dns.ipv4(), RecordType.A);
        addresses.collect(dns.ipv6(), RecordType.AAAA);
        // Under any other plan delivery would not connect here.
        if (!(hop.plan() instanceof DanePlan.Authenticate) && addresses.upToFirstUsable()) {
            over = true;
            refused();
        }
    }

    private void mx() {
        switch (choice) {
            case HostChoice.Configured configured ->
                told.accept(new TranscriptLine.MxConfigured(configured.host(), domain));
            case HostChoice.ByMx by -> mx(by.domain());
        }
    }

    private void mx(DomainEvidence mx) {
        if (mx.implicitMx()) {
            return;
        }
        told.accept(new TranscriptLine.MxFound(mx.mxStatus(), dns.host(), mx.domain()));
        if (mx.mxStatus() == SecurityStatus.INSECURE) {
            told.accept(new TranscriptLine.MxProceeds(dns.host()));
        }
    }

    /// Writes the lines of an address that is dialed now, and of skipped addresses before it.
    void upTo(InetAddress address) {
        addresses.upTo(address);
    }

    /// Writes the last lines of a host after it was tried.
    void ended(boolean open) {
        if (over || open) {
            return;
        }
        over = true;
        addresses.skipped();
        trouble(dns.ipv6(), RecordType.AAAA);
    }

    /// Writes the reason: the TLSA answer, or what the plan says.
    private void refused() {
        if (dns.tlsa().isEmpty()) {
            notPossible();
            return;
        }
        switch (dns.tlsa().getLast().answer()) {
            case Answer.Bogus<?> b -> told.accept(new TranscriptLine.TlsaBogus(dns.host(), domain));
            case Answer.Failed<?> f -> told.accept(lookupFailed(RecordType.TLSA, f));
            case Answer.Denied<?> d -> told.accept(new TranscriptLine.TlsaMissing(d.status(), dns.host(), domain));
            case Answer.Found<?> f -> {
                told.accept(new TranscriptLine.TlsaFound(f.status(), dns.host(), domain));
                if (f.secure()) {
                    notPossible();
                }
            }
        }
    }

    private void notPossible() {
        told.accept(
                new TranscriptLine.NotPossible(dns.host(), domain, hop.plan().reason()));
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
}
