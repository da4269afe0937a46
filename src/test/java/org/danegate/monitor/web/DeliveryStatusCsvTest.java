package org.danegate.monitor.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryStatusCsvTest {

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
                "=HYPERLINK(\"x\",1)  | \"'=HYPERLINK(\"\"x\"\",1)\""
            })
    void cells_are_quoted_and_never_formulas(String value, String cell) {
        assertThat(DeliveryStatusCsv.cell(value)).isEqualTo(cell);
    }

    @org.junit.jupiter.api.Test
    void line_breaks_stay_inside_their_cell() {
        assertThat(DeliveryStatusCsv.cell("one\ntwo")).startsWith("\"").endsWith("\"");
    }
}
