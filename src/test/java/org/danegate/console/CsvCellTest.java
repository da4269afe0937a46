package org.danegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvCellTest {

    /// Spreadsheets run what begins like a formula; peers choose the texts of their replies.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "plain                | plain",
                "a,b                  | \"a,b\"",
                "say \"hi\"           | \"say \"\"hi\"\"\"",
                "=1+1                 | '=1+1",
                "+1                   | '+1",
                "-1                   | '-1",
                "@SUM(A1)             | '@SUM(A1)",
                "\uff1d1+1           | '\uff1d1+1",
                "a\u202eb\u2028c\u200bd | a?b?c?d",
                "=HYPERLINK(\"x\",1)  | \"'=HYPERLINK(\"\"x\"\",1)\""
            })
    void cells_are_quoted_and_never_formulas(String value, String cell) {
        assertThat(CsvCell.of(value)).isEqualTo(cell);
    }

    @org.junit.jupiter.api.Test
    void line_breaks_stay_inside_their_cell() {
        assertThat(CsvCell.of("one\ntwo")).startsWith("\"").endsWith("\"");
    }

    @org.junit.jupiter.api.Test
    void what_a_spreadsheet_passes_over_hides_no_formula() {
        assertThat(CsvCell.quoted("\t=1")).isEqualTo("\"'\t=1\"");
        assertThat(CsvCell.quoted("\r=1")).isEqualTo("\"'?=1\"");
        assertThat(CsvCell.quoted("  =1")).isEqualTo("\"'  =1\"");
        assertThat(CsvCell.quoted("")).isEqualTo("\"\"");
    }
}
