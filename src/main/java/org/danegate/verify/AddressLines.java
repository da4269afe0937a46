package org.danegate.verify;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.danegate.address.DomainName;
import org.danegate.dane.HostEvidence;
import org.danegate.dialing.DialOrder;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.Question.RecordType;
import org.danegate.dns.answer.SecurityStatus;
import org.jspecify.annotations.Nullable;

/// The lines that say which addresses of a host were found. Each is written when its address is dialed or skipped.
final class AddressLines {

    private record Found(RecordType type, SecurityStatus status, InetAddress address) {}

    private final HostEvidence dns;
    private final DomainName domain;
    private final Consumer<TranscriptLine> told;
    /// Addresses without a line so far, IPv4 before IPv6.
    private final List<Found> addresses = new ArrayList<>();

    private boolean first = true;

    AddressLines(HostEvidence dns, DomainName domain, Consumer<TranscriptLine> told) {
        this.dns = dns;
        this.domain = domain;
        this.told = told;
    }

    /// Takes the addresses of an answer, after those of answers before it.
    void collect(@Nullable Answer<InetAddress> answer, RecordType type) {
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

    /// Writes the lines up to the first address that DANE could use; the others get none.
    ///
    /// @return false when DANE could use none
    boolean upToFirstUsable() {
        boolean usable = false;
        Iterator<Found> all = addresses.iterator();
        while (!usable && all.hasNext()) {
            Found found = all.next();
            tell(found);
            usable = counts(found);
        }
        addresses.clear();
        return usable;
    }

    /// Writes the lines of the remaining addresses that DANE cannot use; the others get none.
    void skipped() {
        addresses.stream().filter(a -> !counts(a)).forEach(this::tell);
        addresses.clear();
    }

    /// Whether DANE can use the address.
    private boolean counts(Found found) {
        return found.status() == SecurityStatus.SECURE || secureAlias();
    }

    private boolean secureAlias() {
        return dns.alias() instanceof Answer.Found<DomainName> alias && alias.secure();
    }

    private void tell(Found found) {
        if (!first) {
            told.accept(new TranscriptLine.NextAddress(found.type(), found.address(), dns.host(), domain));
        }
        first = false;
        told.accept(new TranscriptLine.AddressFound(found.status(), found.type(), found.address(), dns.host(), domain));
    }
}
