package org.danegate.policy;

import static org.danegate.policy.TableColumn.Trait.BESIDE_LIMITS;
import static org.danegate.policy.TableColumn.Trait.LIMIT;
import static org.danegate.policy.TableColumn.Trait.NEEDED_IN_DEFAULT;
import static org.danegate.policy.TableColumn.Trait.ONLY_IN_ENTRIES;
import static org.danegate.policy.TableColumn.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One setting of a destination. Each is described here and nowhere else: forms, the list with its filters and order,
/// effective values, differences, policy files, table files, the API and the database go through {@link #all}. Its
/// texts are in the bundle `messages/destinations` under `destinations.setting.<key>`.
public final class DestinationSetting<T> {

    // The constants below fill it in their order, which is the order of policy files.
    private static final List<DestinationSetting<?>> KNOWN = new ArrayList<>();

    private static final Map<String, Boolean> SWITCHES = words("off", false, "0", false, "on", true, "1", true);

    /// The address family to try first, or the only one.
    public static final DestinationSetting<IpAddressPreference> IP_ADDRESS_PREFERENCE = new DestinationSetting<>(
            "ipAddressPreference",
            new SettingType.Words<>(IpAddressPreference.class),
            IpAddressPreference.PREFER_V6,
            Group.DESTINATION,
            Set.of(Use.LISTED, Use.SORTED),
            TableColumn.of(
                    1,
                    "ip_sort_pref",
                    words(
                            "PREFER_V6", IpAddressPreference.PREFER_V6,
                            "REQUIRE_v6", IpAddressPreference.REQUIRE_V6,
                            "PREFER_V4", IpAddressPreference.PREFER_V4,
                            "REQUIRE_v4", IpAddressPreference.REQUIRE_V4),
                    NEEDED_IN_DEFAULT));

    /// Connections open at once.
    public static final DestinationSetting<Integer> CONCURRENT_CONNECTIONS = new DestinationSetting<>(
            "concurrentConnections",
            new SettingType.Count(1, 1000),
            500,
            Group.LIMITS,
            Set.of(Use.LISTED, Use.SORTED),
            TableColumn.of(2, List.of("max_host_concurrency"), NEEDED_IN_DEFAULT, LIMIT));

    /// The most messages sent over one connection.
    public static final DestinationSetting<Integer> MESSAGES_PER_CONNECTION = new DestinationSetting<>(
            "messagesPerConnection",
            new SettingType.Count(1, 1000),
            50,
            Group.LIMITS,
            Set.of(Use.LISTED),
            TableColumn.of(3, List.of("max_messages_per_connection"), NEEDED_IN_DEFAULT));

    /// Recipients per period.
    public static final DestinationSetting<RecipientLimit> RECIPIENT_LIMIT = new DestinationSetting<>(
            "recipientLimit",
            new SettingType.Rate(new SettingType.Count(0, 1_000_000_000), new SettingType.Count(1, 60)),
            RecipientLimit.NONE,
            Group.LIMITS,
            Set.of(Use.LISTED),
            TableColumn.of(4, List.of("recipient_minutes", "recipient_limit"), LIMIT));

    /// What limits count: the whole domain or each MX address.
    public static final DestinationSetting<LimitType> LIMIT_TYPE = new DestinationSetting<>(
            "limitType",
            new SettingType.Words<>(LimitType.class),
            LimitType.DOMAIN,
            Group.LIMITS,
            Set.of(),
            TableColumn.of(
                    5,
                    "limit_type",
                    words(
                            "host",
                            LimitType.DOMAIN,
                            "0",
                            LimitType.DOMAIN,
                            "MXIP",
                            LimitType.MX_IP,
                            "1",
                            LimitType.MX_IP),
                    NEEDED_IN_DEFAULT,
                    BESIDE_LIMITS));

    /// Whether limits hold for the system or for each virtual gateway.
    public static final DestinationSetting<LimitApply> LIMIT_APPLY = new DestinationSetting<>(
            "limitApply",
            new SettingType.Words<>(LimitApply.class),
            LimitApply.SYSTEM_WIDE,
            Group.LIMITS,
            Set.of(),
            TableColumn.of(
                    6,
                    "limit_apply",
                    words(
                            "system", LimitApply.SYSTEM_WIDE,
                            "0", LimitApply.SYSTEM_WIDE,
                            "VG", LimitApply.EACH_VIRTUAL_GATEWAY,
                            "1", LimitApply.EACH_VIRTUAL_GATEWAY),
                    NEEDED_IN_DEFAULT,
                    BESIDE_LIMITS));

    /// TLS Support. The word for hosted domains is ours: the appliance's own is not published.
    public static final DestinationSetting<TlsSupport> TLS = new DestinationSetting<>(
            "tls",
            new SettingType.Words<>(TlsSupport.class),
            TlsSupport.PREFERRED,
            Group.SECURITY,
            Set.of(Use.LISTED, Use.SORTED, Use.FILTERED),
            TableColumn.of(
                    8,
                    "table_tls",
                    words(
                            "off", TlsSupport.NONE,
                            "0", TlsSupport.NONE,
                            "on", TlsSupport.PREFERRED,
                            "1", TlsSupport.PREFERRED,
                            "required", TlsSupport.REQUIRED,
                            "2", TlsSupport.REQUIRED,
                            "on_verify", TlsSupport.PREFERRED_VERIFY,
                            "3", TlsSupport.PREFERRED_VERIFY,
                            "require_verify", TlsSupport.REQUIRED_VERIFY,
                            "4", TlsSupport.REQUIRED_VERIFY,
                            "require_verify_hosted", TlsSupport.REQUIRED_VERIFY_HOSTED_DOMAINS),
                    NEEDED_IN_DEFAULT));

    /// DANE Support. The key is ours: the appliance's own is not published.
    public static final DestinationSetting<DaneSupport> DANE = new DestinationSetting<>(
            "dane",
            new SettingType.Words<>(DaneSupport.class),
            DaneSupport.NONE,
            Group.SECURITY,
            Set.of(Use.LISTED, Use.SORTED, Use.FILTERED),
            TableColumn.of(
                    9,
                    "dane_support",
                    words(
                            "none", DaneSupport.NONE,
                            "opportunistic", DaneSupport.OPPORTUNISTIC,
                            "mandatory", DaneSupport.MANDATORY)));

    /// MTA-STS Support. The appliance has it since AsyncOS 16.0; its words and its key are not published.
    public static final DestinationSetting<MtaStsSupport> MTA_STS = new DestinationSetting<>(
            "mtaSts",
            new SettingType.Words<>(MtaStsSupport.class),
            MtaStsSupport.NONE,
            Group.SECURITY,
            Set.of(Use.LISTED, Use.SORTED, Use.FILTERED),
            TableColumn.of(
                    12,
                    "mta_sts_support",
                    words(
                            "none", MtaStsSupport.NONE,
                            "off", MtaStsSupport.NONE,
                            "opportunistic", MtaStsSupport.OPPORTUNISTIC,
                            "on", MtaStsSupport.OPPORTUNISTIC)));

    /// How strictly REQUIRETLS of a message counts. The appliance has no such setting.
    public static final DestinationSetting<RequireTlsLevel> REQUIRE_TLS = new DestinationSetting<>(
            "requireTls",
            new SettingType.Words<>(RequireTlsLevel.class),
            RequireTlsLevel.ENFORCE,
            Group.SECURITY,
            Set.of(),
            TableColumn.of(
                    13,
                    "requiretls",
                    words(
                            "enforce", RequireTlsLevel.ENFORCE,
                            "opportunistic+starttls", RequireTlsLevel.OPPORTUNISTIC_STARTTLS,
                            "opportunistic", RequireTlsLevel.OPPORTUNISTIC,
                            "disable", RequireTlsLevel.DISABLE)));

    /// Whether senders are tagged, which identifies their bounces.
    public static final DestinationSetting<Boolean> BOUNCE_VERIFICATION = new DestinationSetting<>(
            "bounceVerification",
            new SettingType.Truth(),
            false,
            Group.BOUNCES,
            Set.of(Use.LISTED, Use.SORTED),
            TableColumn.of(7, "bounce_validation", SWITCHES, NEEDED_IN_DEFAULT));

    /// The bounce profile that applies.
    public static final DestinationSetting<String> BOUNCE_PROFILE = new DestinationSetting<>(
            "bounceProfile",
            new SettingType.ProfileName(),
            BounceProfile.DEFAULT_NAME,
            Group.BOUNCES,
            Set.of(Use.LISTED, Use.SORTED),
            TableColumn.of(11, List.of("bounce_profile"), ONLY_IN_ENTRIES));

    /// Whether the first message of a connection may be sent with BDAT (RFC 3030) if the peer offers it. Replies to
    /// chunks look like all others, so a peer that answers twice and late is not always detected. The appliance has
    /// no such setting.
    public static final DestinationSetting<Boolean> CHUNKING = new DestinationSetting<>(
            "chunking",
            new SettingType.Truth(),
            false,
            Group.TRANSFER,
            Set.of(),
            TableColumn.of(10, "chunking", SWITCHES));

    private static final List<DestinationSetting<?>> ALL = List.copyOf(KNOWN);

    private final String key;
    private final SettingType<T> type;
    private final T factory;
    private final Group group;
    private final Set<Use> uses;
    private final TableColumn<T> table;
    private final int index;

    private DestinationSetting(
            String key, SettingType<T> type, T factory, Group group, Set<Use> uses, TableColumn<T> table) {
        this.key = key;
        this.type = type;
        this.factory = factory;
        this.group = group;
        this.uses = uses;
        this.table = table;
        this.index = KNOWN.size();
        KNOWN.add(this);
    }

    /// The parts of the form, in its order; their titles are under `destinations.group.<name>`.
    public enum Group {
        DESTINATION,
        LIMITS,
        SECURITY,
        TRANSFER,
        BOUNCES;

        /// Its settings, in the order of the form.
        public List<DestinationSetting<?>> settings() {
            return ALL.stream().filter(s -> s.group == this).toList();
        }
    }

    /// How the list of destinations uses a setting.
    public enum Use {
        /// It has a column; limits have a line of a shared column.
        LISTED,
        /// The list can be sorted by it.
        SORTED,
        /// The list can be filtered by it, inherited values included.
        FILTERED
    }

    /// All of them, in the order of policy files.
    public static List<DestinationSetting<?>> all() {
        return ALL;
    }

    /// All of them, in the order of the form.
    public static List<DestinationSetting<?>> inFormOrder() {
        return Arrays.stream(Group.values()).flatMap(g -> g.settings().stream()).toList();
    }

    /// All of them, in the order of table files.
    public static List<DestinationSetting<?>> inTableOrder() {
        return ALL.stream()
                .sorted(Comparator.comparingInt(s -> s.table.place()))
                .toList();
    }

    /// The settings that the list uses in this way, in the order of the form.
    public static List<DestinationSetting<?>> with(Use use) {
        return inFormOrder().stream().filter(s -> s.uses.contains(use)).toList();
    }

    /// The setting with that key.
    public static Optional<DestinationSetting<?>> of(String key) {
        return ALL.stream()
                .filter(s -> s.key.equals(key))
                .<DestinationSetting<?>>map(s -> s)
                .findFirst();
    }

    /// Its name in policy files, forms, addresses and the database, such as `concurrentConnections`.
    public String key() {
        return key;
    }

    /// Code of its name in the bundle; the codes of its help text and its words are below it.
    public String code() {
        return "destinations.setting." + key;
    }

    /// The type of its values.
    public SettingType<T> type() {
        return type;
    }

    /// The value of the appliance's Default entry.
    public T factory() {
        return factory;
    }

    /// The part of the form that contains it.
    public Group group() {
        return group;
    }

    /// Whether the list uses it in this way.
    public boolean is(Use use) {
        return uses.contains(use);
    }

    /// How a table file represents it.
    public TableColumn<T> table() {
        return table;
    }

    /// Its position in {@link #all}, from 0.
    int index() {
        return index;
    }

    @Override
    public String toString() {
        return key;
    }
}
