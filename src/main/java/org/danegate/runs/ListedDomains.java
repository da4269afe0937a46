package org.danegate.runs;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.danegate.address.DomainName;
import org.danegate.address.OutsideText;
import org.danegate.wording.Wording;

/// The reading of a list of domains, as a person pastes or a script sends it. Pure.
public sealed interface ListedDomains {

    /// The domains, each once, in the order of the list.
    record Read(List<DomainName> domains) implements ListedDomains {
        public Read {
            domains = List.copyOf(domains);
        }
    }

    /// Why the list cannot be used, as a sentence.
    record Refused(Wording why) implements ListedDomains {}

    /// Words that a refusal shows, and characters of each.
    int SHOWN = 3;

    /// Reads a text with domains separated by spaces, line ends, commas or semicolons.
    static ListedDomains parse(String text) {
        return parse(List.of(text.strip().split("[\\s,;]+")));
    }

    /// Reads domains; empty words are passed over.
    static ListedDomains parse(List<String> words) {
        Set<DomainName> domains = new LinkedHashSet<>();
        List<String> bad = new ArrayList<>();
        for (String word : words) {
            try {
                if (!word.isBlank()) {
                    domains.add(DomainName.parse(word));
                }
            } catch (IllegalArgumentException e) {
                bad.add(OutsideText.brief(word, 60));
            }
        }
        return judged(List.copyOf(domains), bad);
    }

    /// Judges domains that are known to be such.
    ///
    /// @param domains each once
    static ListedDomains of(List<DomainName> domains) {
        return judged(domains, List.of());
    }

    private static ListedDomains judged(List<DomainName> domains, List<String> bad) {
        if (!bad.isEmpty()) {
            String shown = bad.stream().limit(SHOWN).collect(Collectors.joining(", "));
            return new Refused(Wording.of("runs.fault.domains", bad.size(), shown, Math.max(0, bad.size() - SHOWN)));
        }
        if (domains.isEmpty()) {
            return new Refused(Wording.of("runs.fault.none"));
        }
        if (domains.size() > RunScope.MOST_LISTED) {
            return new Refused(Wording.of("runs.fault.too-many", RunScope.MOST_LISTED, domains.size()));
        }
        return new Read(domains);
    }
}
