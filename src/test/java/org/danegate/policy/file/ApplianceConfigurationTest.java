package org.danegate.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.Policy;
import org.danegate.policy.PolicyValidation;
import org.danegate.wording.Wording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The configuration of an appliance is recognised and gives what its elements are known for.
class ApplianceConfigurationTest {

    static final String CONFIGURATION = """
            <?xml version="1.0" encoding="ISO-8859-1"?>
            <!DOCTYPE config SYSTEM "config.dtd">
            <!-- Product: C100V; Version: 14.2.0 -->
            <config>
              <hostname>mail.example.com</hostname>
              <dns>
                <local_dns>
                  <dns_ip priority="0">192.0.2.53</dns_ip>
                  <dns_ip priority="1">2001:db8::53</dns_ip>
                </local_dns>
                <alt_dns>
                  <alt_dns_domain>
                    <dns_domain>partner.example</dns_domain>
                    <nameserver><nameserver_name>ns</nameserver_name><ip>198.51.100.53</ip></nameserver>
                  </alt_dns_domain>
                </alt_dns>
              </dns>
              <bounce_profiles>
                <bounce_profile>
                  <bounce_profile_name>Default</bounce_profile_name>
                  <max_retries>50</max_retries>
                  <max_queue_lifetime>86400</max_queue_lifetime>
                  <initial_retry>90</initial_retry>
                  <max_retry_time>1800</max_retry_time>
                  <send_bounces>1</send_bounces>
                  <send_warnings>0</send_warnings>
                </bounce_profile>
                <bounce_profile>
                  <bounce_profile_name>News</bounce_profile_name>
                  <max_retries>sometimes</max_retries>
                  <send_bounces>no</send_bounces>
                  <alternate_bounce_address>bounces@example.com</alternate_bounce_address>
                </bounce_profile>
              </bounce_profiles>
            </config>
            """;

    @Test
    void dns_servers_and_bounce_profiles_are_taken_and_the_rest_stays_and_is_told() {
        ApplianceConfiguration.Reading reading = ApplianceConfiguration.read(CONFIGURATION, Policy.defaults());

        Policy policy = reading.policy();
        assertThat(policy).isNotNull();
        assertThat(policy.dns().servers())
                .containsExactly(
                        new DnsSettings.Server("192.0.2.53", 53, 0), new DnsSettings.Server("2001:db8::53", 53, 1));
        assertThat(policy.dns().alternateServers()).hasSize(1);
        assertThat(policy.bounceProfiles()).extracting(BounceProfile::name).containsExactly("Default", "News");
        BounceProfile first = policy.bounceProfiles().getFirst();
        assertThat(first.maxRetries()).isEqualTo(50);
        assertThat(first.maxTimeInQueue()).isEqualTo(Duration.ofDays(1));
        assertThat(first.initialRetry()).isEqualTo(Duration.ofSeconds(90));
        assertThat(first.sendDelayWarnings()).isFalse();
        BounceProfile news = policy.bounceProfiles().getLast();
        assertThat(news.maxRetries()).isEqualTo(BounceProfile.defaults().maxRetries());
        assertThat(news.sendHardBounces()).isFalse();
        assertThat(String.valueOf(news.bounceSender())).isEqualTo("bounces@example.com");
        assertThat(policy.listeners()).isEqualTo(Policy.defaults().listeners());
        assertThat(PolicyValidation.validate(policy)).isEqualTo(PolicyValidation.validate(Policy.defaults()));
        assertThat(said(reading))
                .anyMatch(s -> s.contains("2 DNS servers and 1 alternate"))
                .anyMatch(s -> s.contains("2 bounce profiles"))
                .anyMatch(s -> s.contains("Not taken: max_retries 'sometimes'"))
                .last()
                .asString()
                .contains("Not read: everything else");
        assertThat(PolicyFile.read(PolicyDocument.yaml(policy)).policy()).isEqualTo(policy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE config [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><config><dns><local_dns><dns_ip>&x;</dns_ip></local_dns></dns></config>",
                "<!DOCTYPE config [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><config>&b;</config>",
                "<!DOCTYPE config SYSTEM \"http://127.0.0.1:1/config.dtd\"><config/>",
                "<?xml version=\"1.0\"?><config><dns></config>",
                "<config xmlns:xi=\"http://www.w3.org/2001/XInclude\"><xi:include href=\"file:///etc/passwd\"/></config>",
                "<?xml version=\"1.0\"?><other/>",
                "<config></config>",
                "<?xml ",
            })
    void what_gives_nothing_or_would_fetch_or_grow_is_refused_with_a_sentence(String text) {
        ApplianceConfiguration.Reading reading = ApplianceConfiguration.read(text, Policy.defaults());

        assertThat(ApplianceConfiguration.recognised(text)).isTrue();
        assertThat(reading.policy()).isNull();
        assertThat(said(reading)).hasSize(1).allMatch(s -> !s.contains("root:"));
    }

    @Test
    void it_is_told_wherever_another_file_is_expected() {
        assertThat(PolicyFile.read("\uFEFF" + CONFIGURATION).faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("configuration of an appliance"));
        assertThat(DestinationTableFile.read(CONFIGURATION, Policy.defaults()).faults())
                .extracting(f -> TableRule.brokenBy(f).orElseThrow())
                .containsExactly(TableRule.CONFIGURATION);
        assertThat(ApplianceConfiguration.recognised("dns: { servers: [] }")).isFalse();
        assertThat(ApplianceConfiguration.recognised("[DEFAULT]\n")).isFalse();
        assertThat(ApplianceConfiguration.recognised("<<: x")).isFalse();
    }

    private static List<String> said(ApplianceConfiguration.Reading reading) {
        return reading.said().stream().map(Wording::english).toList();
    }
}
