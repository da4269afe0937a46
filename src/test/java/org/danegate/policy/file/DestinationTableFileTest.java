package org.danegate.policy.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.IpAddressPreference;
import org.danegate.policy.LimitApply;
import org.danegate.policy.LimitType;
import org.danegate.policy.Policy;
import org.danegate.policy.RecipientLimit;
import org.danegate.policy.TlsSupport;
import org.danegate.wording.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The appliance's file of Destination Controls, in and out.
class DestinationTableFileTest {

    private static final Path APPLIANCE = Path.of("src/test/resources/destination-controls-appliance.txt");
    private static final String DEFAULT = """
            [DEFAULT]
            ip_sort_pref = PREFER_V6
            max_host_concurrency = 500
            max_messages_per_connection = 50
            limit_type = host
            limit_apply = system
            bounce_validation = 0
            table_tls = on
            """;

    @Test
    void a_file_as_the_appliance_exports_it_loads_unchanged() throws IOException {
        DestinationControls table = read(Files.readString(APPLIANCE));

        assertThat(table.global()).isEqualTo(new DestinationControls.Global("mail.example.com", false));
        assertThat(table.defaultProfile().limitApply()).isEqualTo(LimitApply.EACH_VIRTUAL_GATEWAY);
        assertThat(table.defaultProfile().recipientLimit()).isEqualTo(RecipientLimit.NONE);
        assertThat(table.entries())
                .extracting(e -> e.pattern().toString())
                .containsExactly(
                        ".example.net", "gmail.com", "off.example", "partner.example", "xn--bcher-kva.example");
        DestinationEntry gmail = table.entries().get(1);
        assertThat(gmail.get(DestinationSetting.IP_ADDRESS_PREFERENCE)).isEqualTo(IpAddressPreference.PREFER_V4);
        assertThat(gmail.get(DestinationSetting.RECIPIENT_LIMIT)).isEqualTo(new RecipientLimit(180, 1));
        assertThat(gmail.get(DestinationSetting.LIMIT_TYPE)).isEqualTo(LimitType.MX_IP);
        assertThat(gmail.get(DestinationSetting.TLS)).isNull();
        assertThat(gmail.get(DestinationSetting.BOUNCE_VERIFICATION)).isTrue();
        assertThat(table.entries())
                .extracting(e -> e.get(DestinationSetting.TLS))
                .containsExactly(
                        TlsSupport.REQUIRED,
                        null,
                        TlsSupport.NONE,
                        TlsSupport.REQUIRED_VERIFY,
                        TlsSupport.PREFERRED_VERIFY);
    }

    @Test
    void what_is_written_is_read_again_as_an_equal_table() throws IOException {
        DestinationControls appliance = read(Files.readString(APPLIANCE));
        assertThat(read(DestinationTableFile.write(appliance))).isEqualTo(appliance);

        DestinationControls all = everything();
        assertThat(read(DestinationTableFile.write(all))).isEqualTo(all);
        assertThat(read(DestinationTableFile.write(DestinationControls.defaults())))
                .isEqualTo(DestinationControls.defaults());
    }

    @Test
    void an_entry_with_a_limit_that_follows_default_in_the_rest_still_does_after_a_round_trip() {
        DestinationEntry follows = DestinationEntry.of(DomainPattern.parse("a.example"))
                .with(DestinationSetting.CONCURRENT_CONNECTIONS, 20);
        DestinationEntry own = DestinationEntry.of(DomainPattern.parse("b.example"))
                .with(DestinationSetting.CONCURRENT_CONNECTIONS, 20)
                .with(DestinationSetting.LIMIT_TYPE, LimitType.DOMAIN)
                .with(DestinationSetting.LIMIT_APPLY, LimitApply.SYSTEM_WIDE);
        DestinationControls table = new DestinationControls(
                DestinationProfile.defaults(), List.of(follows, own), new DestinationControls.Global(null, true));

        String text = DestinationTableFile.write(table);

        assertThat(text).contains("limit_type = 0").contains("limit_type = host");
        assertThat(read(text)).isEqualTo(table);
    }

    @Test
    void chunking_is_written_only_where_somebody_set_it() {
        DestinationEntry on = chunking("a.example", true);
        DestinationEntry off = chunking("b.example", false);
        DestinationControls table = new DestinationControls(
                DestinationProfile.defaults(), List.of(on, off), new DestinationControls.Global(null, false));

        String text = DestinationTableFile.write(table);

        assertThat(text).contains("[a.example]\nchunking = on\n", "[b.example]\nchunking = off\n");
        assertThat(text.substring(0, text.indexOf("[a.example]"))).doesNotContain("chunking");
        assertThat(read(text)).isEqualTo(table);
        assertThat(read(DEFAULT + "CHUNKING = 1\n").defaultProfile().chunking()).isTrue();
        assertThat(read(DEFAULT).defaultProfile().chunking()).isFalse();
    }

    private static DestinationEntry chunking(String domain, boolean chunking) {
        return DestinationEntry.of(DomainPattern.parse(domain)).with(DestinationSetting.CHUNKING, chunking);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void line_ends_and_a_byte_order_mark_of_any_system_are_read(String end) {
        String text = "\uFEFF" + (DEFAULT + "[a.example]\nTable_TLS=Require_Verify_Hosted\nDANE_Support = Mandatory\n");

        DestinationEntry entry = read(text.replace("\n", end)).entries().getFirst();

        assertThat(entry.get(DestinationSetting.TLS)).isEqualTo(TlsSupport.REQUIRED_VERIFY_HOSTED_DOMAINS);
        assertThat(entry.get(DestinationSetting.DANE)).isEqualTo(DaneSupport.MANDATORY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "colour = red | KEY_UNKNOWN",
                "max_messages_per_connection = 1001 | RANGE",
                "max_messages_per_connection = many | RANGE",
                "recipient_minutes = 61 | RANGE",
                "table_tls = sometimes | VALUE",
                "dane_support = maybe | VALUE",
                "chunking = maybe | VALUE",
                "bounce_validation = off | KEY_TWICE",
                "certificate = mine | KEY_OF_DEFAULT",
                "send_tls_req_alert = 1 | KEY_OF_DEFAULT",
                "bounce_profile = Unknown | BOUNCE_PROFILE",
                "max_host_concurrency = 20 | COMPANION",
                "recipient_limit = 20 | COMPANION",
                "recipient_minutes = 20 | COMPANION",
                "nothing of the kind | LINE",
                "[not a domain] | DOMAIN",
                "[A.example.] | SECTION_TWICE",
            })
    void each_fault_names_its_line(String line, TableRule kind) {
        String text = DEFAULT + "[a.example]\nbounce_validation = on\n" + line + "\n";

        DestinationTableFile.Reading reading = DestinationTableFile.read(text, policy());

        assertThat(reading.table()).isNull();
        assertThat(reading.faults())
                .extracting(Fault::line, DestinationTableFileTest::rule)
                .contains(tuple(11, kind));
    }

    @Test
    void all_faults_are_told_at_once_in_the_order_of_lines() {
        String text = "stray = 1\n[DEFAULT]\nbounce_profile = Strict\ntable_tls = off\ndane_support = mandatory\n"
                + "[a.example]\nmax_host_concurrency = 0\n";

        List<Fault> faults = DestinationTableFile.read(text, policy()).faults();

        assertThat(faults).extracting(Fault::line).isSorted();
        assertThat(faults)
                .extracting(Fault::line, DestinationTableFileTest::rule)
                .contains(
                        tuple(1, TableRule.NO_SECTION),
                        tuple(2, TableRule.MISSING),
                        tuple(3, TableRule.KEY_OF_DOMAINS),
                        tuple(5, TableRule.DANE_WITHOUT_TLS),
                        tuple(7, TableRule.RANGE),
                        tuple(7, TableRule.COMPANION));
    }

    @Test
    void a_file_without_default_is_refused() {
        assertThat(DestinationTableFile.read("[a.example]\ntable_tls = on\n", policy())
                        .faults())
                .extracting(DestinationTableFileTest::rule)
                .containsExactly(TableRule.NO_DEFAULT);
    }

    @Test
    void dane_that_an_entry_asks_for_needs_tls_that_it_may_inherit() {
        String text = DEFAULT.replace("table_tls = on", "table_tls = off") + "[a.example]\ndane_support = mandatory\n"
                + "[b.example]\ntable_tls = required\ndane_support = mandatory\n";

        assertThat(DestinationTableFile.read(text, policy()).faults())
                .extracting(Fault::line, DestinationTableFileTest::rule)
                .containsExactly(tuple(10, TableRule.DANE_WITHOUT_TLS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "table_tls = required ; note | REQUIRED",
                "table_tls=required;note | -",
                "table_tls = required # note | REQUIRED",
                "table_tls =\trequired\t; a ; b | REQUIRED",
                "table_tls: \"required\" ; note | REQUIRED",
                "table_tls = \"required | -",
                "table_tls = required note | -",
            })
    void a_comment_may_stand_after_a_value(String line, String tls) {
        DestinationControls table = DestinationTableFile.read(
                        DEFAULT + "[a.example] ; a partner\n" + line + "\n", policy())
                .table();

        assertThat(
                        table == null
                                ? "-"
                                : String.valueOf(table.entries().getFirst().get(DestinationSetting.TLS)))
                .isEqualTo(tls);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Profile #1", "a ; b", "; x", "\"quoted\"", "back\\slash \"", "#", "a;b", "x\ty"})
    void a_name_is_read_as_it_was_written(String name) {
        Policy policy = withProfile(name);
        DestinationControls table = new DestinationControls(
                DestinationProfile.defaults(),
                List.of(DestinationEntry.of(DomainPattern.parse("a.example"))
                        .with(DestinationSetting.BOUNCE_PROFILE, name)),
                new DestinationControls.Global(name.indexOf('\t') < 0 ? name : null, false));

        assertThat(DestinationTableFile.read(DestinationTableFile.write(table), policy)
                        .table())
                .isEqualTo(table);
    }

    @Test
    void unknown_keys_are_refused_by_line_and_left_out_when_asked_for() {
        String text = DEFAULT + "new_in_default = 1\n[a.example]\ntable_tls = required\nquantum_safe = on\n";

        DestinationTableFile.Reading refused = DestinationTableFile.read(text, policy());
        assertThat(refused.table()).isNull();
        assertThat(refused.onlyUnknownKeys()).isTrue();
        assertThat(refused.faults()).extracting(Fault::line).containsExactly(9, 12);

        DestinationTableFile.Reading taken =
                DestinationTableFile.read(text, policy(), DestinationTableFile.UnknownKeys.LEFT_OUT);
        assertThat(taken.leftOut()).isEqualTo(refused.faults());
        assertThat(Objects.requireNonNull(taken.table()).entries().getFirst().get(DestinationSetting.TLS))
                .isEqualTo(TlsSupport.REQUIRED);

        DestinationTableFile.Reading worse = DestinationTableFile.read(
                text + "max_messages_per_connection = 0\n", policy(), DestinationTableFile.UnknownKeys.LEFT_OUT);
        assertThat(worse.table()).isNull();
        assertThat(worse.onlyUnknownKeys()).isFalse();
        assertThat(worse.faults()).extracting(DestinationTableFileTest::rule).containsExactly(TableRule.RANGE);
    }

    /// The rule of the format that a fault is about; null where it is one of the policy's.
    private static @Nullable TableRule rule(Fault fault) {
        return TableRule.brokenBy(fault).orElse(null);
    }

    private static Policy withProfile(String name) {
        BounceProfile d = BounceProfile.defaults();
        Policy p = Policy.defaults();
        return new Policy(
                p.dns(),
                p.destinationControls(),
                p.smtpRoutes(),
                List.of(
                        d,
                        new BounceProfile(
                                name,
                                d.maxRetries(),
                                d.maxTimeInQueue(),
                                d.initialRetry(),
                                d.maxRetryInterval(),
                                d.sendHardBounces(),
                                d.sendDelayWarnings(),
                                d.delayWarningAfter(),
                                d.delayWarningCount(),
                                d.bounceSender())),
                p.listeners(),
                p.mailFlowPolicies(),
                p.recipientAccess(),
                p.logSubscriptions());
    }

    private static DestinationControls everything() {
        List<DestinationEntry> entries = new ArrayList<>();
        for (TlsSupport tls : TlsSupport.values()) {
            for (DaneSupport dane : DaneSupport.values()) {
                entries.add(DestinationEntry.of(
                        DomainPattern.parse((tls + "." + dane + ".example")
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-')),
                        tls,
                        tls == TlsSupport.NONE ? DaneSupport.NONE : dane));
            }
        }
        for (IpAddressPreference preference : IpAddressPreference.values()) {
            entries.add(DestinationEntry.of(DomainPattern.parse(".p" + preference.ordinal() + ".example"))
                    .with(DestinationSetting.IP_ADDRESS_PREFERENCE, preference)
                    .with(DestinationSetting.MESSAGES_PER_CONNECTION, 7)
                    .with(DestinationSetting.RECIPIENT_LIMIT, new RecipientLimit(0, 30))
                    .with(DestinationSetting.LIMIT_TYPE, LimitType.MX_IP)
                    .with(DestinationSetting.BOUNCE_VERIFICATION, false)
                    .with(DestinationSetting.BOUNCE_PROFILE, "Strict")
                    .with(DestinationSetting.CHUNKING, preference.ordinal() % 2 == 0));
        }
        entries.sort(java.util.Comparator.comparing(DestinationEntry::pattern));
        DestinationProfile d = DestinationProfile.defaults()
                .with(DestinationSetting.IP_ADDRESS_PREFERENCE, IpAddressPreference.REQUIRE_V4)
                .with(DestinationSetting.CONCURRENT_CONNECTIONS, 3)
                .with(DestinationSetting.MESSAGES_PER_CONNECTION, 4)
                .with(DestinationSetting.RECIPIENT_LIMIT, new RecipientLimit(0, 5))
                .with(DestinationSetting.LIMIT_TYPE, LimitType.DOMAIN)
                .with(DestinationSetting.LIMIT_APPLY, LimitApply.EACH_VIRTUAL_GATEWAY)
                .with(DestinationSetting.TLS, TlsSupport.REQUIRED)
                .with(DestinationSetting.DANE, DaneSupport.OPPORTUNISTIC)
                .with(DestinationSetting.BOUNCE_VERIFICATION, true)
                .with(DestinationSetting.BOUNCE_PROFILE, "Default")
                .with(DestinationSetting.CHUNKING, true);
        return new DestinationControls(d, entries, new DestinationControls.Global("own", true));
    }

    private static DestinationControls read(String text) {
        DestinationTableFile.Reading reading = DestinationTableFile.read(text, policy());
        assertThat(reading.faults()).isEmpty();
        return Objects.requireNonNull(reading.table());
    }

    private static Policy policy() {
        BounceProfile d = BounceProfile.defaults();
        BounceProfile strict = new BounceProfile(
                "Strict",
                5,
                d.maxTimeInQueue(),
                d.initialRetry(),
                d.maxRetryInterval(),
                true,
                false,
                d.delayWarningAfter(),
                1,
                null);
        Policy p = Policy.defaults();
        return new Policy(
                p.dns(),
                p.destinationControls(),
                p.smtpRoutes(),
                List.of(d, strict),
                p.listeners(),
                p.mailFlowPolicies(),
                p.recipientAccess(),
                p.logSubscriptions());
    }
}
