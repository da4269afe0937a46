package org.danegate.tlsrpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.danegate.address.DomainName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The report as JSON, read field by field (RFC 8460 section 4.4).
class DayReportTest {

    private static final AppliedPolicy TLSA =
            new AppliedPolicy(PolicyType.TLSA, List.of("3 1 1 8D02"), "mx1.example.net", List.of("mx1.example.net"));
    private static final AppliedPolicy STS = new AppliedPolicy(
            PolicyType.STS,
            List.of("version: STSv1", "mode: enforce", "mx: *.example.net", "max_age: 604800"),
            "example.net",
            List.of("*.example.net"));

    private final DayReport report = new DayReport(
            LocalDate.of(2026, 11, 27),
            new DomainName("example.net"),
            "Example Gateway",
            "tls-reports@gw.example.com",
            List.of(
                    new PolicyCount(
                            TLSA,
                            41,
                            2,
                            List.of(new PolicyCount.Detail(
                                    new FailureDetail(
                                            ResultType.VALIDATION_FAILURE,
                                            "mx1.example.net",
                                            "198.51.100.7",
                                            "no-match"),
                                    2))),
                    new PolicyCount(
                            STS,
                            5,
                            1,
                            List.of(new PolicyCount.Detail(
                                    new FailureDetail(ResultType.STS_POLICY_FETCH_ERROR, "", "", "http-503"), 1))),
                    new PolicyCount(AppliedPolicy.none("example.net"), 3, 0, List.of())));
    private final JsonMapper mapper = new JsonMapper();
    private final JsonNode json = mapper.readTree(mapper.writeValueAsString(report.json()));

    @Test
    void the_head_has_the_day_in_utc_the_contact_and_an_id_in_the_form_of_a_message_id() {
        assertThat(names(json))
                .containsExactly("organization-name", "date-range", "contact-info", "report-id", "policies");
        assertThat(json.at("/date-range/start-datetime").asString()).isEqualTo("2026-11-27T00:00:00Z");
        assertThat(json.at("/date-range/end-datetime").asString()).isEqualTo("2026-11-27T23:59:59Z");
        assertThat(json.at("/contact-info").asString()).isEqualTo("tls-reports@gw.example.com");
        assertThat(json.at("/report-id").asString())
                .matches("20261127\\.example\\.net\\.[0-9a-f]{12}@gw\\.example\\.com");
    }

    @Test
    void each_policy_has_its_text_domain_and_hosts_as_arrays() {
        assertThat(names(json.at("/policies/0/policy")))
                .containsExactly("policy-type", "policy-string", "policy-domain", "mx-host");
        assertThat(json.at("/policies/0/policy/policy-type").asString()).isEqualTo("tlsa");
        assertThat(json.at("/policies/0/policy/policy-string/0").asString()).isEqualTo("3 1 1 8D02");
        assertThat(json.at("/policies/0/policy/mx-host/0").asString()).isEqualTo("mx1.example.net");
        assertThat(json.at("/policies/1/policy/policy-string").size()).isEqualTo(4);
        assertThat(json.at("/policies/1/policy/mx-host/0").asString()).isEqualTo("*.example.net");
    }

    @Test
    void without_a_policy_the_domain_is_there_all_the_same() {
        assertThat(names(json.at("/policies/2"))).containsExactly("policy", "summary");
        assertThat(names(json.at("/policies/2/policy"))).containsExactly("policy-type", "policy-domain");
        assertThat(json.at("/policies/2/policy/policy-domain").asString()).isEqualTo("example.net");
    }

    @Test
    void counts_are_whole_numbers_and_what_is_unknown_is_left_out() {
        JsonNode summary = json.at("/policies/0/summary");
        assertThat(summary.at("/total-successful-session-count").isIntegralNumber())
                .isTrue();
        assertThat(summary.at("/total-failure-session-count").asInt()).isEqualTo(2);
        assertThat(names(json.at("/policies/0/failure-details/0")))
                .containsExactly(
                        "result-type",
                        "receiving-mx-hostname",
                        "receiving-ip",
                        "failed-session-count",
                        "failure-reason-code");
        assertThat(names(json.at("/policies/1/failure-details/0")))
                .containsExactly("result-type", "failed-session-count", "failure-reason-code");
    }

    @Test
    @Tag("R-32")
    void the_file_is_named_after_both_domains_and_the_seconds_of_the_day() {
        assertThat(report.fileName())
                .matches("gw\\.example\\.com!example\\.net!1795737600!1795823999![0-9a-f]{12}\\.json\\.gz");
    }

    private static Set<String> names(JsonNode node) {
        return new java.util.LinkedHashSet<>(node.propertyNames());
    }
}
