package org.danegate.alert;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.danegate.policy.AlertSettings.Severity;
import org.danegate.wording.StoredWording;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// The open troubles in the database, so that a restart repeats no alert.
final class TroubleStore {

    private static final int LONGEST_ABOUT = 400;
    private static final int LONGEST_SENTENCE = 10_000;

    private final JdbcTemplate jdbc;
    private final StoredWording stored = new StoredWording();

    TroubleStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    List<AlertTrouble> all() {
        return jdbc.query("select * from alert_trouble order by id", (row, number) -> trouble(row));
    }

    private AlertTrouble trouble(ResultSet row) throws SQLException {
        Finding finding = new Finding(
                Alert.Kind.valueOf(row.getString("kind")),
                row.getString("about"),
                Severity.valueOf(row.getString("severity")),
                row.getInt("affected"),
                stored.wording(row.getString("sentence")),
                false,
                members(row.getString("members")));
        Instant told = instant(row, "told_at");
        String by = row.getString("acknowledged_by");
        Instant at = instant(row, "acknowledged_at");
        return new AlertTrouble(
                row.getLong("id"),
                finding,
                Instant.ofEpochSecond(row.getLong("since")),
                told == null ? null : new AlertTrouble.Told(told, row.getInt("told_affected")),
                by == null || at == null ? null : new AlertTrouble.Acknowledgement(by, at));
    }

    private static List<String> members(@Nullable String names) {
        return names == null ? List.of() : List.of(names.split(" "));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long seconds = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochSecond(seconds);
    }

    /// Stores a trouble in place of what was stored of it. One whose name or sentence is too long is not stored:
    /// a restart then repeats its alert.
    void put(AlertTrouble trouble) {
        delete(trouble.id());
        Finding finding = trouble.finding();
        String sentence = stored.text(finding.wording());
        if (finding.about().length() > LONGEST_ABOUT || sentence.length() > LONGEST_SENTENCE) {
            return;
        }
        AlertTrouble.Told told = trouble.told();
        AlertTrouble.Acknowledgement acknowledged = trouble.acknowledged();
        jdbc.update(
                "insert into alert_trouble (id, kind, about, severity, affected, sentence, since, told_at,"
                        + " told_affected, acknowledged_by, acknowledged_at, members)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                trouble.id(),
                finding.kind().name(),
                finding.about(),
                finding.severity().name(),
                finding.affected(),
                sentence,
                trouble.since().getEpochSecond(),
                told == null ? null : told.at().getEpochSecond(),
                told == null ? 0 : told.affected(),
                acknowledged == null ? null : acknowledged.by(),
                acknowledged == null ? null : acknowledged.at().getEpochSecond(),
                finding.members().isEmpty() ? null : String.join(" ", finding.members()));
    }

    void delete(long id) {
        jdbc.update("delete from alert_trouble where id = ?", id);
    }
}
