package org.danegate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.danegate.address.DomainName;
import org.danegate.policy.DestinationControls.Effective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which entry applies to a domain, and which of its values.
class DestinationControlsTest {

    private static final DestinationControls TABLE = table(
            entry("example.com", 1),
            entry(".example.com", 2),
            entry(".mail.example.com", 3),
            entry("mx.mail.example.com", 4),
            entry(".com", 5));

    @ParameterizedTest
    @CsvSource({
        "example.com, 1",
        "EXAMPLE.COM, 1",
        "www.example.com, 2",
        "mail.example.com, 2",
        "a.mail.example.com, 3",
        "b.a.mail.example.com, 3",
        "mx.mail.example.com, 4",
        "a.mx.mail.example.com, 3",
        "other.com, 5",
        "notexample.com, 5",
        "com, 500",
        "example.net, 500",
    })
    void the_exact_domain_wins_then_the_longest_suffix_then_default(String domain, int connections) {
        List<DestinationEntry> entries = new ArrayList<>(TABLE.entries());
        for (int seed = 0; seed < 5; seed++) {
            Collections.shuffle(entries, new Random(seed));
            Effective effective =
                    table(entries.toArray(DestinationEntry[]::new)).effectiveFor(DomainName.parse(domain));

            assertThat(effective.profile().concurrentConnections()).isEqualTo(connections);
            assertThat(effective.entry() == null).isEqualTo(connections == 500);
            assertThat(line(entries, DomainName.parse(domain)))
                    .as("the same, line by line")
                    .isEqualTo(Optional.ofNullable(effective.entry()));
        }
    }

    /// Each line is looked at: of those that cover the domain, the exact one, or the one with the longest name.
    private static Optional<DestinationEntry> line(List<DestinationEntry> entries, DomainName domain) {
        return entries.stream()
                .filter(e -> e.pattern().matches(domain))
                .max(Comparator.comparing((DestinationEntry e) -> !e.pattern().subdomains())
                        .thenComparing(e -> e.pattern().name().ascii().length()));
    }

    @Test
    void a_table_is_the_list_of_its_lines() {
        List<DestinationEntry> lines = TABLE.entries();
        List<DestinationEntry> table = DomainTable.of(lines, DestinationEntry::pattern);

        assertThat(table).isEqualTo(List.copyOf(lines)).hasSameHashCodeAs(List.copyOf(lines));
        assertThat(List.copyOf(lines)).isEqualTo(table);
        assertThat(DomainTable.of(table, DestinationEntry::pattern)).isSameAs(table);
        assertThatThrownBy(() -> table.add(lines.getFirst())).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void each_value_is_the_entrys_own_or_that_of_default_and_never_of_a_wider_entry() {
        DestinationProfile d = new DestinationProfile(
                IpAddressPreference.REQUIRE_V4,
                11,
                12,
                new RecipientLimit(13, 14),
                LimitType.MX_IP,
                LimitApply.EACH_VIRTUAL_GATEWAY,
                TlsSupport.REQUIRED,
                DaneSupport.OPPORTUNISTIC,
                true,
                "Slow",
                true);
        DomainPattern pattern = DomainPattern.parse("a.example");
        DestinationEntry bare = DestinationEntry.of(pattern);
        DestinationEntry full = new DestinationEntry(
                pattern,
                IpAddressPreference.PREFER_V6,
                1,
                2,
                new RecipientLimit(3, 4),
                LimitType.DOMAIN,
                LimitApply.SYSTEM_WIDE,
                TlsSupport.PREFERRED,
                DaneSupport.MANDATORY,
                false,
                "Default",
                false);
        DestinationControls.Global global = new DestinationControls.Global(null, false);

        assertThat(new DestinationControls(d, List.of(bare, entry(".example", 9)), global).effectiveFor(pattern.name()))
                .isEqualTo(new Effective(d, bare));
        assertThat(new DestinationControls(d, List.of(full), global)
                        .effectiveFor(pattern.name())
                        .profile())
                .isEqualTo(new DestinationProfile(
                        IpAddressPreference.PREFER_V6,
                        1,
                        2,
                        new RecipientLimit(3, 4),
                        LimitType.DOMAIN,
                        LimitApply.SYSTEM_WIDE,
                        TlsSupport.PREFERRED,
                        DaneSupport.MANDATORY,
                        false,
                        "Default",
                        false));
    }

    @Test
    void one_value_of_an_entry_leaves_the_others_to_default() {
        DestinationProfile d = DestinationProfile.defaults();
        DestinationEntry one = entry("a.example", 7);

        assertThat(one.over(d))
                .isEqualTo(new DestinationProfile(
                        d.ipAddressPreference(),
                        7,
                        d.messagesPerConnection(),
                        d.recipientLimit(),
                        d.limitType(),
                        d.limitApply(),
                        d.tls(),
                        d.dane(),
                        d.bounceVerification(),
                        d.bounceProfile(),
                        d.chunking()));
    }

    @Test
    void dane_of_default_is_not_inherited_where_tls_is_none() {
        DestinationProfile d = DestinationEntry.of(
                        DomainPattern.parse("x.example"), TlsSupport.REQUIRED, DaneSupport.MANDATORY)
                .over(DestinationProfile.defaults());
        DomainPattern pattern = DomainPattern.parse("a.example");

        assertThat(new DestinationEntry(
                                pattern, null, null, null, null, null, null, TlsSupport.NONE, null, null, null, null)
                        .over(d)
                        .dane())
                .isEqualTo(DaneSupport.NONE);
        assertThat(DestinationEntry.of(pattern).over(d).dane()).isEqualTo(DaneSupport.MANDATORY);
    }

    private static DestinationEntry entry(String pattern, int connections) {
        return new DestinationEntry(
                DomainPattern.parse(pattern), null, connections, null, null, null, null, null, null, null, null, null);
    }

    private static DestinationControls table(DestinationEntry... entries) {
        return new DestinationControls(
                DestinationProfile.defaults(), List.of(entries), new DestinationControls.Global(null, false));
    }
}
