package org.danegate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DestinationSettings;
import org.danegate.policy.IpAddressPreference;
import org.danegate.policy.LimitApply;
import org.danegate.policy.LimitType;
import org.danegate.policy.RecipientLimit;
import org.danegate.policy.TlsSupport;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/// A working copy of an earlier version, with a column for each setting, says the same afterwards.
class DestinationSettingsMigrationTest {

    @Test
    void each_column_becomes_a_value_and_none_stays_none() {
        JdbcDataSource source = new JdbcDataSource();
        source.setUrl("jdbc:h2:mem:settings-migration;DB_CLOSE_DELAY=-1");
        JdbcTemplate database = new JdbcTemplate(source);
        Flyway.configure().dataSource(source).target("130").load().migrate();
        database.update("""
                insert into working_destination (domain, ip_address_preference, concurrent_connections,
                    messages_per_connection, recipient_limit, recipient_minutes, limit_type, limit_apply, tls, dane,
                    bounce_verification, bounce_profile, chunking, changed_by, version)
                values ('full.example', 'REQUIRE_V4', 20, 3, 100, 5, 'MX_IP', 'EACH_VIRTUAL_GATEWAY', 'REQUIRED_VERIFY',
                    'MANDATORY', true, 'A "quoted" \\ name', false, 'admin', 7),
                    ('none.example', null, null, null, null, null, null, null, null, null, null, null, null, 'admin', 0),
                    ('one.example', null, null, null, null, null, null, null, null, 'NONE', false, null, true, 'admin', 0)
                """);

        Flyway.configure().dataSource(source).load().migrate();

        assertThat(settings(database, "full.example"))
                .isEqualTo(DestinationSettings.NONE
                        .with(DestinationSetting.IP_ADDRESS_PREFERENCE, IpAddressPreference.REQUIRE_V4)
                        .with(DestinationSetting.CONCURRENT_CONNECTIONS, 20)
                        .with(DestinationSetting.MESSAGES_PER_CONNECTION, 3)
                        .with(DestinationSetting.RECIPIENT_LIMIT, new RecipientLimit(100, 5))
                        .with(DestinationSetting.LIMIT_TYPE, LimitType.MX_IP)
                        .with(DestinationSetting.LIMIT_APPLY, LimitApply.EACH_VIRTUAL_GATEWAY)
                        .with(DestinationSetting.TLS, TlsSupport.REQUIRED_VERIFY)
                        .with(DestinationSetting.DANE, DaneSupport.MANDATORY)
                        .with(DestinationSetting.BOUNCE_VERIFICATION, true)
                        .with(DestinationSetting.BOUNCE_PROFILE, "A \"quoted\" \\ name")
                        .with(DestinationSetting.CHUNKING, false));
        assertThat(settings(database, "none.example")).isEqualTo(DestinationSettings.NONE);
        assertThat(settings(database, "one.example"))
                .isEqualTo(DestinationSettings.NONE
                        .with(DestinationSetting.DANE, DaneSupport.NONE)
                        .with(DestinationSetting.BOUNCE_VERIFICATION, false)
                        .with(DestinationSetting.CHUNKING, true));
        assertThat(database.queryForObject(
                        "select version from working_destination where domain = 'full.example'", Integer.class))
                .isEqualTo(7);
    }

    private static DestinationSettings settings(JdbcTemplate database, String domain) {
        String json = database.queryForObject(
                "select settings from working_destination where domain = ?", String.class, domain);
        Map<String, String> texts = new SettingTexts().convertToEntityAttribute(String.valueOf(json));
        return DestinationSettings.parse(texts);
    }
}
