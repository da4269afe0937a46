package org.danegate.maillog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.danegate.maillog.web.LogQuery;
import org.danegate.wording.RefusedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a search in a log finds.
class LogSearchTest {

    /// Each attempt for busy.example is told of one message by name and of all that waits in one line. MID 12
    /// waits from 10:00:01 and shares each attempt but the one at 10:02:00, where it is in hand itself, until
    /// it is delivered.
    private static final String LOG = """
            Tue Feb 5 10:00:00 2019 Info: Delayed: 3 more recipients of busy.example - 4.4.1 - No answer ('old') pending till Tue Feb 5 10:01:00 2019
            Tue Feb 5 10:00:01 2019 Info: Start MID 12 ICID 7
            Tue Feb 5 10:00:01 2019 Info: MID 12 ICID 7 RID 0 To: <a@Busy.example>
            Tue Feb 5 10:00:01 2019 Info: MID 12 ICID 7 RID 1 To: <b@quick.example>
            Tue Feb 5 10:00:01 2019 Info: MID 12 queued for delivery
            Tue Feb 5 10:00:02 2019 Info: MID 12 RID [1] Response '2.0.0 Ok'
            Tue Feb 5 10:00:30 2019 Info: Delayed: 4 more recipients of quick.example - 4.4.1 - No answer ('not its') pending till Tue Feb 5 10:01:00 2019
            Tue Feb 5 10:01:00 2019 Info: Connection Error: DCID: 0 domain: busy.example IP: 192.0.2.1 port: 25 details: timeout reason: network error
            Tue Feb 5 10:01:00 2019 Info: Delayed: DCID 3 MID 4 to RID 0 - 4.4.1 - No answer ('000', ['timeout']) []
            Tue Feb 5 10:01:00 2019 Info: Delayed: 4 more recipients of busy.example - 4.4.1 - No answer ('one') pending till Tue Feb 5 10:02:00 2019
            Tue Feb 5 10:02:00 2019 Info: Delayed: 4 more recipients of busy.example - 4.4.1 - No answer ('in hand') pending till Tue Feb 5 10:04:00 2019
            Tue Feb 5 10:02:00 2019 Info: Delayed: DCID 4 MID 12 to RID 0 - 4.4.1 - No answer ('000', ['timeout']) []
            Tue Feb 5 10:02:00 2019 Info: Message 12 to RID [0] pending till Tue Feb 5 10:04:00 2019
            Tue Feb 5 10:04:00 2019 Info: DANE failed for busy.example: the certificate matches no TLSA record
            Tue Feb 5 10:04:00 2019 Info: Delayed: 4 more recipients of busy.example - 4.4.1 - No answer ('two') pending till Tue Feb 5 10:08:00 2019
            Tue Feb 5 10:04:00 2019 Info: Delayed: 4 more recipients of busy.example.org - 4.4.1 - No answer ('other') pending till Tue Feb 5 10:08:00 2019
            Tue Feb 5 10:07:00 2019 Info: MID 1268 ICID 9 RID 12 To: <c@busy.example>
            Tue Feb 5 10:08:00 2019 Info: Delivery start DCID 12 MID 12 to RID [0]
            Tue Feb 5 10:08:00 2019 Info: MID 12 RID [0] Response '2.0.0 Ok'
            Tue Feb 5 10:08:00 2019 Info: Message finished MID 12 done
            Tue Feb 5 10:09:00 2019 Info: Delayed: 4 more recipients of busy.example - 4.4.1 - No answer ('late') pending till Tue Feb 5 10:10:00 2019
            Tue Feb 5 10:10:00 2019 Info: DCID 30 TLS success protocol TLSv1.2 cipher X for busy.example
            """;

    @TempDir
    Path logs;

    private MailLogArchive archive;

    @BeforeEach
    void writeLog() throws IOException {
        Files.createDirectories(logs.resolve("mail_logs"));
        Files.writeString(logs.resolve("mail_logs/mail.current"), LOG);
        archive = new MailLogArchive(logs);
    }

    @Test
    void a_messages_log_names_every_attempt_it_shared() throws IOException {
        List<String> lines = of("MID 12");

        assertThat(lines)
                .filteredOn(line -> line.contains("Delayed: "))
                .extracting(line -> line.replaceAll(".*\\('(?:000', \\[')?([a-z ]+)'.*", "$1"))
                .containsExactly("one", "timeout", "two");
        assertThat(lines)
                .anyMatch(line -> line.contains("Connection Error: DCID: 0 domain: busy.example"))
                .anyMatch(line -> line.contains("DANE failed for busy.example"))
                .anyMatch(line -> line.contains("Message 12 to RID [0] pending"))
                .noneMatch(line -> line.contains("MID 1268") || line.contains("MID 4 "));
    }

    @ParameterizedTest
    @CsvSource({
        "MID 12, 9",
        "mid 12, 9",
        "MID 1268, 1",
        "MID 126, 0",
        "DCID 1, 0",
        "DCID 12, 1",
        "RID 1, 1",
        "RID 12, 1",
        "ICID 7, 3",
        "RID [1, 1",
        "192.0.2.1, 1",
    })
    void a_number_after_the_name_of_an_id_is_the_whole_number(String text, int found) {
        Predicate<String> filter = LineFilter.text(text);
        assertThat(LOG.lines().filter(filter)).hasSize(found);
    }

    @Test
    void the_sample_of_the_page_finds_its_lines_and_says_that_it_was_taken_as_an_expression() {
        LogQuery sample = query("TLS success.*for", false, false);
        assertThat(sample.recognised()).isTrue();
        assertThat(LOG.lines().filter(LineFilter.regex("TLS success.*for"))).hasSize(1);
        assertThat(sample.asPlainText().recognised()).isFalse();
        assertThat(sample.asPlainText().couldBeRegex()).isTrue();
        assertThat(sample.asRegex().regex()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"MID 6", "Response '2.0.0 Ok'", "a.b@c.example", "RID [0]", "10.1.1.1", "(100%)", "a\\.b", "[*.+"
            })
    void plain_texts_are_not_taken_for_expressions(String text) {
        assertThat(query(text, false, false).recognised()).isFalse();
    }

    @Test
    void a_text_that_could_be_meant_as_an_expression_is_said_to_be_searched_as_it_stands() {
        assertThat(query("MID (6|7) ", false, false).couldBeRegex()).isTrue();
        assertThat(query("MID 6", false, false).couldBeRegex()).isFalse();
        assertThat(query("MID (6", false, false).couldBeRegex()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+$",
                "(.*)*x",
                "(a|aa)+$",
                "(){1000000000}",
                "((){100000}){100000}",
                "(((){999}){999}){999}",
                "(?:a?){1000000000}b",
            })
    void an_expression_without_end_is_refused_soon(String expression) {
        String line = "a".repeat(5000) + "!";
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThatThrownBy(() -> LineFilter.regex(expression).test(line))
                        .isInstanceOf(RefusedException.class));
    }

    private static LogQuery query(String filter, boolean regex, boolean plain) {
        return new LogQuery(filter, regex, plain, false, false, 0, 200, "", "");
    }

    private List<String> of(String id) throws IOException {
        return archive.search("mail_logs", new LogSearch("", false, false, false, 0, 1000, id, "")).lines().stream()
                .map(FoundLines.Line::text)
                .toList();
    }
}
