package org.danegate.tlsrpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The record at `_smtp._tls.<domain>` (RFC 8460 section 3).
@Tag("R-01")
class ReportRecordTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            v=TLSRPTv1; rua=mailto:tls@example.com                      | tls@example.com
            v=TLSRPTv1;rua=mailto:tls@example.com;                      | tls@example.com
            v=TLSRPTv1; new=1; rua=mailto:a@example.com                 | a@example.com
            v=TLSRPTv1; rua=mailto:a%2Cb@example.com                    | a,b@example.com
            v=TLSRPTv1; rua=MAILTO:a@example.com                        | a@example.com
            v=TLSRPTv1; rua=https://r.example/v1?x=1                    | https://r.example/v1?x=1
            v=TLSRPTv1; rua=mailto:a@example.com, https://r.example/    | a@example.com https://r.example/
            v=TLSRPTv1; rua=ftp://r.example/,mailto:a@example.com       | a@example.com
            """)
    void a_record_says_where_reports_go(String text, String targets) {
        assertThat(shown(ReportRecord.of(List.of(text)))).isEqualTo(targets);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            v=TLSRPTv1; rua=tls@example.com,mailto:b@example.com                     | b@example.com
            v=TLSRPTv1; rua=mailto:a@example.com?subject=x                           | a@example.com
            v=TLSRPTv1; rua=mailto:a+b@example.com                                   | a+b@example.com
            v=TLSRPTv1; rua=https:///nowhere,mailto:b@example.com                    | b@example.com
            """)
    @Tag("R-02")
    void what_is_no_address_is_skipped(String text, String targets) {
        assertThat(shown(ReportRecord.of(List.of(text)))).isEqualTo(targets);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=TLSRPTv1;",
                "v=TLSRPTv1; rua=",
                "v=TLSRPTv1; rua=tls@example.com",
                "v=TLSRPTv1; rua=ftp://r.example/",
                "v=TLSRPTv1; rua=mailto:",
                "v=TLSRPTv1; rua=mailto:%ff@example.com"
            })
    void a_record_without_an_address_is_none(String text) {
        assertThat(ReportRecord.of(List.of(text)))
                .isInstanceOfSatisfying(
                        ReportRecord.None.class,
                        none -> assertThat(none.reason()).contains("rua"));
    }

    @Test
    void exactly_one_record_counts_and_other_texts_do_not_matter() {
        String good = "v=TLSRPTv1; rua=mailto:a@example.com";
        assertThat(ReportRecord.of(List.of("v=spf1 -all", good, "v=TLSRPTv10; rua=mailto:b@example.com")))
                .isInstanceOf(ReportRecord.Found.class);
        assertThat(ReportRecord.of(List.of(good, good))).isInstanceOf(ReportRecord.None.class);
        assertThat(ReportRecord.of(List.of("v=tlsrptv1; rua=mailto:a@example.com")))
                .isEqualTo(new ReportRecord.None("no TLSRPT record"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mailto:a%0d%0aBcc:b@example.com",
                "mailto:a%00b@example.com",
                "mailto:",
                "https://example.com:0/",
                "https://example.com:70000/",
                "https://user@example.com/",
                "https:///x"
            })
    void receivers_that_nobody_can_reach_are_none(String uri) {
        assertThat(ReportTarget.of(uri)).isEmpty();
    }

    private static String shown(ReportRecord record) {
        return record instanceof ReportRecord.Found found
                ? found.targets().stream()
                        .map(t -> switch (t) {
                            case ReportTarget.Mail mail -> mail.address().text();
                            case ReportTarget.Https https -> https.address().toString();
                        })
                        .collect(Collectors.joining(" "))
                : record.toString();
    }
}
