package org.danegate.sts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The record at `_mta-sts.<domain>` (RFC 8461 section 3.1).
class StsRecordTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            v=STSv1; id=a1;              | a1
            v=STSv1; id=a1               | a1
            v=STSv1;id=a1                | a1
            v=STSv1 ; id=a1 ;            | a1
            v=STSv1; x=y; id=a1; id=b2   | a1
            v=STSv1; id=A1; x=y:z/%      | A1
            v=STSv1; ID=b; id=a1;        | a1
            v=STSv1; id=12345678901234567890123456789012; | 12345678901234567890123456789012
            """)
    @Tag("p01")
    @Tag("p03")
    @Tag("S-04")
    void a_good_record_has_its_id(String text, String id) {
        assertThat(StsRecord.of(List.of(text))).isEqualTo(new StsRecord.Found(id));
    }

    @Test
    @Tag("p08")
    @Tag("S-02")
    void the_strings_of_a_record_are_joined_without_a_space() {
        assertThat(StsRecord.of(List.of("v=STSv1; i" + "d=a1;"))).isEqualTo(new StsRecord.Found("a1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=STSv1; id=a-1;",
                "v=STSv1; id=a-1; id=a1;",
                "v=STSv1;",
                "v=STSv1; ;id=a1",
                "v=STSv1; id = a1;",
                "v=STSv1; id=;",
                "v=STSv1; id=123456789012345678901234567890123;",
                "v=STSv1; id=a\u00e9;",
                "v=STSv1; id=a1; \u00e9=1;",
                "v=STSv1; id"
            })
    @Tag("p04")
    @Tag("p05")
    void a_record_of_another_form_is_none(String text) {
        assertThat(StsRecord.of(List.of(text)))
                .isInstanceOfSatisfying(
                        StsRecord.None.class, none -> assertThat(none.reason()).isNotEqualTo("no MTA-STS record"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=STSv10; id=a1;", "v=stsv1; id=a1;", " v=STSv1; id=a1;", "v=STSv1", "v=spf1 -all"})
    @Tag("p07")
    void other_records_do_not_count(String text) {
        assertThat(StsRecord.of(List.of(text))).isEqualTo(new StsRecord.None("no MTA-STS record"));
        assertThat(StsRecord.of(List.of(text, "v=STSv1; id=a1;"))).isEqualTo(new StsRecord.Found("a1"));
    }

    @Test
    @Tag("S-03")
    void two_records_are_none() {
        assertThat(StsRecord.of(List.of("v=STSv1; id=a1;", "v=STSv1 ; id=a1;")))
                .isEqualTo(new StsRecord.None("2 MTA-STS records where there may be one"));
    }
}
