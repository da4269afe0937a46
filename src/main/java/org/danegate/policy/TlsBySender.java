package org.danegate.policy;

import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.danegate.address.DomainName;

/// The rows of *TLS by Sender* in their order, which finds the one for a sender and a recipient at a cost that does not
/// grow with the number of rows. Equal to a list of the same rows.
public final class TlsBySender extends AbstractList<TlsRule> {

    private final List<TlsRule> rules;
    private final Map<AddressPattern, Map<AddressPattern, Integer>> positions = new HashMap<>();

    private TlsBySender(List<TlsRule> rules) {
        this.rules = List.copyOf(rules);
        for (int i = 0; i < this.rules.size(); i++) {
            TlsRule rule = this.rules.get(i);
            positions.computeIfAbsent(rule.sender(), s -> new HashMap<>()).putIfAbsent(rule.recipient(), i);
        }
    }

    /// Rows with distinct pairs of patterns; of equal pairs the first counts.
    public static TlsBySender of(List<TlsRule> rules) {
        return rules instanceof TlsBySender known ? known : new TlsBySender(rules);
    }

    /// A row with its number on the page.
    ///
    /// @param number from 1; 0 for {@link #BY_HEADER}
    public record Found(int number, TlsRule rule) {

        /// The header field by which a content filter in front of this server asks for TLS.
        public static final String FIELD = "X-ESA-CF-TLS-Mandatory";

        /// What that field asks for, as if it were a row.
        public static final Found BY_HEADER =
                new Found(0, new TlsRule(FIELD, AddressPattern.ANY, AddressPattern.ANY, TlsRule.Least.REQUIRED));

        /// The words that name it where it made something fail.
        public String text() {
            return number == 0
                    ? "TLS required by header " + FIELD
                    : "TLS required by sender rule " + number + " (" + rule.name() + "): "
                            + rule.least().label();
        }
    }

    /// The row that applies: of those that cover both addresses the one with the most precise sender, then with the
    /// most precise recipient.
    ///
    /// @param sender reverse-path of the envelope; empty for the null sender, which only `any` covers
    /// @param recipient forward-path of the envelope
    public Optional<Found> find(String sender, String recipient) {
        return rules.isEmpty() ? Optional.empty() : find(sender, AddressPattern.covering(recipient));
    }

    /// The row that applies to the recipients of a domain for whom no row of their own is made.
    ///
    /// @param sender reverse-path of the envelope; empty for the null sender, which only `any` covers
    public Optional<Found> find(String sender, DomainName domain) {
        return rules.isEmpty() ? Optional.empty() : find(sender, AddressPattern.covering(domain));
    }

    private Optional<Found> find(String sender, List<AddressPattern> recipients) {
        for (AddressPattern from : AddressPattern.covering(sender)) {
            Map<AddressPattern, Integer> byRecipient = positions.getOrDefault(from, Map.of());
            for (AddressPattern to : recipients) {
                Integer position = byRecipient.get(to);
                if (position != null) {
                    return Optional.of(new Found(position + 1, rules.get(position)));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public TlsRule get(int index) {
        return rules.get(index);
    }

    @Override
    public int size() {
        return rules.size();
    }
}
