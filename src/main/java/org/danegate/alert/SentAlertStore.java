package org.danegate.alert;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.danegate.address.ShortText;
import org.danegate.policy.AlertSettings.Severity;
import org.danegate.wording.StoredWording;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/// The alerts that were sent, in the database.
final class SentAlertStore {

    private static final Logger LOG = LoggerFactory.getLogger(SentAlertStore.class);
    private static final int LONGEST_ABOUT = 300;
    private static final int LONGEST_SENTENCE = 10_000;
    /// A sentence that is cut to this length is short enough also when each character of it is escaped.
    private static final int CUT = 1_500;

    private final JdbcTemplate jdbc;
    private final StoredWording stored = new StoredWording();

    SentAlertStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// The number of the newest one; 0 when there is none.
    long newest() {
        Long number = jdbc.queryForObject("select max(number) from alert_sent", Long.class);
        return number == null ? 0 : number;
    }

    /// Those that this version can read, newest first.
    List<Alerts.Told> all() {
        return jdbc.query("select * from alert_sent order by number desc", (row, number) -> readable(row)).stream()
                .filter(Objects::nonNull)
                .toList();
    }

    private Alerts.@Nullable Told readable(ResultSet row) throws SQLException {
        try {
            Alerts.Told told = told(row);
            // Fails for a sentence that this version does not have.
            told.alert().text();
            return told;
        } catch (RuntimeException e) {
            LOG.warn("An earlier alert cannot be read and is not listed: {}", e.toString());
            return null;
        }
    }

    private Alerts.Told told(ResultSet row) throws SQLException {
        Alert alert = new Alert(
                Instant.ofEpochMilli(row.getLong("sent_at")),
                Alert.Kind.valueOf(row.getString("kind")),
                Severity.valueOf(row.getString("severity")),
                row.getString("about"),
                stored.wording(row.getString("sentence")),
                course(row));
        return new Alerts.Told(alert, row.getInt("repeated"), row.getInt("recipients"));
    }

    private static Alert.@Nullable Course course(ResultSet row) throws SQLException {
        long trouble = row.getLong("trouble");
        if (row.wasNull()) {
            return null;
        }
        Instant since = Instant.ofEpochSecond(row.getLong("since"));
        long over = row.getLong("over_since");
        return new Alert.Course(trouble, since, row.wasNull() ? null : Instant.ofEpochSecond(over));
    }

    /// Stores an alert and deletes those up to another number.
    void add(long number, Alerts.Told told, long upTo) {
        Alert alert = told.alert();
        Alert.Course course = alert.course();
        Instant over = course == null ? null : course.over();
        jdbc.update(
                "insert into alert_sent (number, sent_at, kind, severity, about, sentence, trouble, since, over_since,"
                        + " repeated, recipients) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                number,
                alert.at().toEpochMilli(),
                alert.kind().name(),
                alert.severity().name(),
                ShortText.of(alert.about(), LONGEST_ABOUT),
                sentence(alert),
                course == null ? null : course.trouble(),
                course == null ? null : course.since().getEpochSecond(),
                over == null ? null : over.getEpochSecond(),
                told.counted(),
                told.recipients());
        jdbc.update("delete from alert_sent where number <= ?", upTo);
    }

    private String sentence(Alert alert) {
        String whole = stored.text(alert.wording());
        return whole.length() <= LONGEST_SENTENCE
                ? whole
                : stored.text(Wording.of("alert.raised.system", ShortText.of(alert.text(), CUT)));
    }
}
