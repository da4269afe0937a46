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
        DestinationProfile d = DestinationProfile.defaults()
                .with(DestinationSetting.IP_ADDRESS_PREFERENCE, IpAddressPreference.REQUIRE_V4)
                .with(DestinationSetting.CONCURRENT_CONNECTIONS, 11)
                .with(DestinationSetting.MESSAGES_PER_CONNECTION, 12)
                .with(DestinationSetting.RECIPIENT_LIMIT, new RecipientLimit(13, 14))
                .with(DestinationSetting.LIMIT_TYPE, LimitType.MX_IP)
                .with(DestinationSetting.LIMIT_APPLY, LimitApply.EACH_VIRTUAL_GATEWAY)
                .with(DestinationSetting.TLS, TlsSupport.REQUIRED)
                .with(DestinationSetting.DANE, DaneSupport.OPPORTUNISTIC)
                .with(DestinationSetting.BOUNCE_VERIFICATION, true)
                .with(DestinationSetting.BOUNCE_PROFILE, "Slow")
                .with(DestinationSetting.CHUNKING, true);
        DomainPattern pattern = DomainPattern.parse("a.example");
        DestinationEntry bare = DestinationEntry.of(pattern);
        DestinationEntry full = DestinationEntry.of(pattern)
                .with(DestinationSetting.IP_ADDRESS_PREFERENCE, IpAddressPreference.PREFER_V6)
                .with(DestinationSetting.CONCURRENT_CONNECTIONS, 1)
                .with(DestinationSetting.MESSAGES_PER_CONNECTION, 2)
                .with(DestinationSetting.RECIPIENT_LIMIT, new RecipientLimit(3, 4))
                .with(DestinationSetting.LIMIT_TYPE, LimitType.DOMAIN)
                .with(DestinationSetting.LIMIT_APPLY, LimitApply.SYSTEM_WIDE)
                .with(DestinationSetting.TLS, TlsSupport.PREFERRED)
                .with(DestinationSetting.DANE, DaneSupport.MANDATORY)
                .with(DestinationSetting.BOUNCE_VERIFICATION, false)
                .with(DestinationSetting.BOUNCE_PROFILE, "Default")
                .with(DestinationSetting.CHUNKING, false);
        DestinationControls.Global global = new DestinationControls.Global(null, false);

        assertThat(new DestinationControls(d, List.of(bare, entry(".example", 9)), global).effectiveFor(pattern.name()))
                .isEqualTo(new Effective(d, bare, null));
        assertThat(new DestinationControls(d, List.of(full), global)
                        .effectiveFor(pattern.name())
                        .profile())
                .isEqualTo(DestinationProfile.defaults()
                        .with(DestinationSetting.IP_ADDRESS_PREFERENCE, IpAddressPreference.PREFER_V6)
                        .with(DestinationSetting.CONCURRENT_CONNECTIONS, 1)
                        .with(DestinationSetting.MESSAGES_PER_CONNECTION, 2)
                        .with(DestinationSetting.RECIPIENT_LIMIT, new RecipientLimit(3, 4))
                        .with(DestinationSetting.LIMIT_TYPE, LimitType.DOMAIN)
                        .with(DestinationSetting.LIMIT_APPLY, LimitApply.SYSTEM_WIDE)
                        .with(DestinationSetting.TLS, TlsSupport.PREFERRED)
                        .with(DestinationSetting.DANE, DaneSupport.MANDATORY)
                        .with(DestinationSetting.BOUNCE_VERIFICATION, false)
                        .with(DestinationSetting.BOUNCE_PROFILE, "Default")
                        .with(DestinationSetting.CHUNKING, false));
    }

    @Test
    void one_value_of_an_entry_leaves_the_others_to_default() {
        DestinationProfile d = DestinationProfile.defaults();
        DestinationEntry one = entry("a.example", 7);

        assertThat(one.over(d)).isEqualTo(d.with(DestinationSetting.CONCURRENT_CONNECTIONS, 7));
    }

    @Test
    void dane_of_default_is_not_inherited_where_tls_is_none() {
        DestinationProfile d = DestinationEntry.of(
                        DomainPattern.parse("x.example"), TlsSupport.REQUIRED, DaneSupport.MANDATORY)
                .over(DestinationProfile.defaults());
        DomainPattern pattern = DomainPattern.parse("a.example");

        assertThat(DestinationEntry.of(pattern)
                        .with(DestinationSetting.TLS, TlsSupport.NONE)
                        .over(d)
                        .dane())
                .isEqualTo(DaneSupport.NONE);
        assertThat(DestinationEntry.of(pattern).over(d).dane()).isEqualTo(DaneSupport.MANDATORY);
    }

    private static DestinationEntry entry(String pattern, int connections) {
        return DestinationEntry.of(DomainPattern.parse(pattern))
                .with(DestinationSetting.CONCURRENT_CONNECTIONS, connections);
    }

    private static DestinationControls table(DestinationEntry... entries) {
        return new DestinationControls(
                DestinationProfile.defaults(), List.of(entries), new DestinationControls.Global(null, false));
    }
}
