package org.danegate.policy.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.danegate.address.OutsideText;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.LimitApply;
import org.danegate.policy.LimitType;
import org.danegate.policy.Policy;
import org.danegate.policy.PolicyValidation;
import org.danegate.policy.RecipientLimit;
import org.danegate.policy.TlsSupport;
import org.danegate.policy.Violation;
import org.danegate.policy.file.TableSections.Section;
import org.danegate.policy.file.TableSections.Value;
import org.jspecify.annotations.Nullable;

/// Makes a table of the sections of a file; every fault is noted with its line and reading goes on.
final class DestinationTableReader {

    private static final String ENTRIES = "destinationControls.destinations[";

    /// Characters of a name, as the form takes it.
    private static final int LONGEST_NAME = 320;

    private final List<TableFault> faults = new ArrayList<>();
    private final Policy policy;
    private final DestinationTableFile.UnknownKeys unknown;
    private final Set<String> profiles = new HashSet<>(Set.of(BounceProfile.DEFAULT_NAME));

    DestinationTableReader(Policy policy, DestinationTableFile.UnknownKeys unknown) {
        this.policy = policy;
        this.unknown = unknown;
        policy.bounceProfiles().forEach(p -> profiles.add(p.name()));
    }

    DestinationTableFile.Reading read(String text) {
        List<Section> sections = TableSections.of(text, faults);
        if (sections.size() > YamlBounds.MOST_ITEMS + 1) {
            return new DestinationTableFile.Reading(
                    null,
                    List.of(TableFault.of(1, TableFault.Kind.TOO_MANY, sections.size() - 1, YamlBounds.MOST_ITEMS)),
                    List.of());
        }
        List<TableFault> leftOut = List.of();
        if (unknown == DestinationTableFile.UnknownKeys.LEFT_OUT) {
            leftOut = faults.stream()
                    .filter(f -> f.kind() == TableFault.Kind.KEY_UNKNOWN)
                    .toList();
            faults.removeIf(f -> f.kind() == TableFault.Kind.KEY_UNKNOWN);
        }
        Section first = sections.stream().filter(Section::isDefault).findFirst().orElse(null);
        DestinationProfile defaults = DestinationProfile.defaults();
        DestinationControls.Global global = new DestinationControls.Global(null, false);
        if (first == null) {
            faults.add(TableFault.of(1, TableFault.Kind.NO_DEFAULT));
        } else {
            defaults = defaults(first);
            global = new DestinationControls.Global(text(first, TableKey.CERTIFICATE), isOn(first));
        }
        Map<DomainPattern, Section> lines = new HashMap<>();
        List<DestinationEntry> entries = new ArrayList<>();
        for (Section section : sections) {
            DomainPattern domain = section.domain();
            if (domain != null) {
                lines.put(domain, section);
                entries.add(entry(section, domain, defaults));
            }
        }
        entries.sort(Comparator.comparing(DestinationEntry::pattern));
        DestinationControls table = new DestinationControls(defaults, entries, global);
        if (faults.isEmpty()) {
            rules(table, lines);
        }
        faults.sort(Comparator.comparingInt(TableFault::line));
        int rest = faults.size() - PolicyFile.MOST_FAULTS;
        if (rest > 0) {
            faults.subList(PolicyFile.MOST_FAULTS, faults.size()).clear();
            faults.add(TableFault.of(faults.getLast().line(), TableFault.Kind.MORE, rest));
        }
        return new DestinationTableFile.Reading(faults.isEmpty() ? table : null, faults, leftOut);
    }

    private DestinationProfile defaults(Section s) {
        for (TableKey key : TableKey.values()) {
            if (key.neededInDefault() && !s.values().containsKey(key)) {
                faults.add(TableFault.of(s.line(), TableFault.Kind.MISSING, key.text()));
            }
        }
        DestinationProfile factory = DestinationProfile.defaults();
        Integer minutes = number(s, TableKey.RECIPIENT_MINUTES, 1, 60);
        Integer recipients = number(s, TableKey.RECIPIENT_LIMIT, 0, 1_000_000_000);
        if (recipients != null && !s.values().containsKey(TableKey.RECIPIENT_MINUTES)) {
            companion(s, TableKey.RECIPIENT_LIMIT, TableKey.RECIPIENT_MINUTES);
        }
        DestinationProfile read = new DestinationProfile(
                or(word(s, TableKey.IP_SORT_PREF, TableKey.PREFERENCES), factory.ipAddressPreference()),
                or(number(s, TableKey.MAX_HOST_CONCURRENCY, 1, 1000), factory.concurrentConnections()),
                or(number(s, TableKey.MAX_MESSAGES_PER_CONNECTION, 1, 1000), factory.messagesPerConnection()),
                new RecipientLimit(or(recipients, 0), or(minutes, 60)),
                or(word(s, TableKey.LIMIT_TYPE, TableKey.LIMIT_TYPES), factory.limitType()),
                or(word(s, TableKey.LIMIT_APPLY, TableKey.LIMIT_APPLIES), factory.limitApply()),
                or(word(s, TableKey.TABLE_TLS, TableKey.TLS), factory.tls()),
                or(word(s, TableKey.DANE_SUPPORT, TableKey.DANE), DaneSupport.NONE),
                or(word(s, TableKey.BOUNCE_VALIDATION, TableKey.SWITCHES), factory.bounceVerification()),
                policy.destinationControls().defaultProfile().bounceProfile(),
                or(word(s, TableKey.CHUNKING, TableKey.SWITCHES), factory.chunking()));
        daneNeedsTls(s, read.tls(), read.dane());
        return read;
    }

    private DestinationEntry entry(Section s, DomainPattern domain, DestinationProfile defaults) {
        Integer connections = number(s, TableKey.MAX_HOST_CONCURRENCY, 1, 1000);
        Integer recipients = number(s, TableKey.RECIPIENT_LIMIT, 0, 1_000_000_000);
        Integer minutes = number(s, TableKey.RECIPIENT_MINUTES, 1, 60);
        companions(s);
        boolean limited = s.values().containsKey(TableKey.MAX_HOST_CONCURRENCY)
                || s.values().containsKey(TableKey.RECIPIENT_LIMIT);
        LimitType type = word(s, TableKey.LIMIT_TYPE, TableKey.LIMIT_TYPES);
        LimitApply apply = word(s, TableKey.LIMIT_APPLY, TableKey.LIMIT_APPLIES);
        DestinationEntry entry = new DestinationEntry(
                domain,
                word(s, TableKey.IP_SORT_PREF, TableKey.PREFERENCES),
                connections,
                number(s, TableKey.MAX_MESSAGES_PER_CONNECTION, 1, 1000),
                recipients == null || minutes == null ? null : new RecipientLimit(recipients, minutes),
                limited && follows(s, TableKey.LIMIT_TYPE, type, defaults.limitType()) ? null : type,
                limited && follows(s, TableKey.LIMIT_APPLY, apply, defaults.limitApply()) ? null : apply,
                word(s, TableKey.TABLE_TLS, TableKey.TLS),
                word(s, TableKey.DANE_SUPPORT, TableKey.DANE),
                word(s, TableKey.BOUNCE_VALIDATION, TableKey.SWITCHES),
                bounceProfile(s),
                word(s, TableKey.CHUNKING, TableKey.SWITCHES));
        DestinationProfile effective = entry.over(defaults);
        daneNeedsTls(s, effective.tls(), effective.dane());
        return entry;
    }

    /// Beside a limit these keys have to stand in any case; the number of what Default has says nothing of its
    /// own.
    private static <T> boolean follows(Section s, TableKey key, @Nullable T given, T inherited) {
        Value value = s.values().get(key);
        return value != null
                && inherited.equals(given)
                && Character.isDigit(value.text().charAt(0));
    }

    private void companions(Section s) {
        for (TableKey limit : List.of(TableKey.MAX_HOST_CONCURRENCY, TableKey.RECIPIENT_LIMIT)) {
            if (s.values().containsKey(limit)) {
                companion(s, limit, TableKey.LIMIT_TYPE);
                companion(s, limit, TableKey.LIMIT_APPLY);
            }
        }
        companion(s, TableKey.RECIPIENT_LIMIT, TableKey.RECIPIENT_MINUTES);
        companion(s, TableKey.RECIPIENT_MINUTES, TableKey.RECIPIENT_LIMIT);
    }

    private void companion(Section s, TableKey key, TableKey needed) {
        Value value = s.values().get(key);
        if (value != null && !s.values().containsKey(needed)) {
            faults.add(TableFault.of(value.line(), TableFault.Kind.COMPANION, key.text(), needed.text()));
        }
    }

    private @Nullable String bounceProfile(Section s) {
        Value value = s.values().get(TableKey.BOUNCE_PROFILE);
        if (value == null) {
            return null;
        }
        if (!profiles.contains(value.text())) {
            faults.add(TableFault.of(value.line(), TableFault.Kind.BOUNCE_PROFILE, value.text()));
        }
        return value.text();
    }

    private void daneNeedsTls(Section s, TlsSupport tls, DaneSupport dane) {
        if (tls == TlsSupport.NONE && dane != DaneSupport.NONE) {
            Value value = s.values().get(TableKey.DANE_SUPPORT);
            faults.add(TableFault.of(value == null ? s.line() : value.line(), TableFault.Kind.DANE_WITHOUT_TLS));
        }
    }

    private @Nullable String text(Section s, TableKey key) {
        Value value = s.values().get(key);
        if (value == null || value.text().isEmpty()) {
            return null;
        }
        if (value.text().length() > LONGEST_NAME || !OutsideText.isHarmless(value.text())) {
            faults.add(TableFault.of(value.line(), TableFault.Kind.NAME, key.text(), LONGEST_NAME));
        }
        return value.text().strip();
    }

    private boolean isOn(Section s) {
        return Boolean.TRUE.equals(word(s, TableKey.SEND_TLS_REQ_ALERT, TableKey.SWITCHES));
    }

    private <T> @Nullable T word(Section s, TableKey key, Map<String, T> words) {
        Value value = s.values().get(key);
        if (value == null) {
            return null;
        }
        for (Map.Entry<String, T> word : words.entrySet()) {
            if (word.getKey().equalsIgnoreCase(value.text())) {
                return word.getValue();
            }
        }
        faults.add(TableFault.of(
                value.line(), TableFault.Kind.VALUE, key.text(), value.text(), String.join(", ", words.keySet())));
        return null;
    }

    private @Nullable Integer number(Section s, TableKey key, int least, int most) {
        Value value = s.values().get(key);
        if (value == null) {
            return null;
        }
        try {
            int number = TableText.number(value.text());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number out of range is.
        }
        String range = String.format(Locale.ROOT, "%d-%d", least, most);
        faults.add(TableFault.of(value.line(), TableFault.Kind.RANGE, key.text(), value.text(), range));
        return null;
    }

    /// What the rules of the policy refuse and the format alone does not.
    private void rules(DestinationControls table, Map<DomainPattern, Section> lines) {
        for (Violation v : PolicyValidation.validate(policy.with(table))) {
            if (v.severity() == Violation.Severity.ERROR && v.field().startsWith("destinationControls.")) {
                int line = 1;
                if (v.field().startsWith(ENTRIES)) {
                    String index =
                            v.field().substring(ENTRIES.length(), v.field().indexOf(']'));
                    Section section = lines.get(
                            table.entries().get(Integer.parseInt(index)).pattern());
                    line = section == null ? 1 : section.line();
                }
                faults.add(TableFault.of(line, TableFault.Kind.RULE, v.message()));
            }
        }
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given == null ? otherwise : given;
    }
}
