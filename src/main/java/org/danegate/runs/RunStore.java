package org.danegate.runs;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.danegate.runs.Run.State;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/// Runs in the database.
final class RunStore {

    private static final String RUN =
            "select id, scope, days, started_by, started_at, ended_at, state, domains" + " from daneverify_run ";

    private final JdbcTemplate jdbc;

    RunStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// Adds a run that begins now.
    Run begin(RunScope scope, String user, int domains, Instant now) {
        GeneratedKeyHolder key = new GeneratedKeyHolder();
        jdbc.update(
                connection -> {
                    PreparedStatement insert = connection.prepareStatement(
                            "insert into daneverify_run (scope, days, started_by, started_at, state, domains)"
                                    + " values (?, ?, ?, ?, ?, ?)",
                            new String[] {"id"});
                    insert.setString(1, scope.kind().name());
                    insert.setInt(2, scope.days());
                    insert.setString(3, user);
                    insert.setLong(4, now.getEpochSecond());
                    insert.setString(5, State.RUNNING.name());
                    insert.setInt(6, domains);
                    return insert;
                },
                key);
        long id = Objects.requireNonNull(key.getKey()).longValue();
        return new Run(id, scope.kind(), scope.days(), user, now, null, State.RUNNING, domains);
    }

    /// Ends a run that is still running.
    void end(long id, State state, Instant now) {
        jdbc.update(
                "update daneverify_run set state = ?, ended_at = ? where id = ? and state = ?",
                state.name(),
                now.getEpochSecond(),
                id,
                State.RUNNING.name());
    }

    /// Ends the runs that a stop of the server cut off, at the time of their last result.
    ///
    /// @return how many
    int endCutOff() {
        return jdbc.update(
                "update daneverify_run set state = ?, ended_at = coalesce((select max(r.verified_at)"
                        + " from daneverify_result r where r.run_id = daneverify_run.id), started_at) where state = ?",
                State.ENDED_EARLY.name(),
                State.RUNNING.name());
    }

    Optional<Run> find(long id) {
        return jdbc.query(RUN + "where id = ?", RunStore::run, id).stream().findFirst();
    }

    /// The newest runs, the newest first.
    List<Run> latest(int most) {
        return jdbc.query(RUN + "order by id desc limit ?", RunStore::run, most);
    }

    private static Run run(ResultSet row, int number) throws SQLException {
        return new Run(
                row.getLong("id"),
                RunScope.Kind.valueOf(row.getString("scope")),
                row.getInt("days"),
                row.getString("started_by"),
                Instant.ofEpochSecond(row.getLong("started_at")),
                time(row, "ended_at"),
                State.valueOf(row.getString("state")),
                row.getInt("domains"));
    }

    static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        long seconds = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochSecond(seconds);
    }

    /// Deletes runs that began before a time, and the transcripts of unchanged results before another.
    void forget(Instant runsBefore, Instant transcriptsBefore) {
        jdbc.update(
                "delete from daneverify_run where started_at < ? and state <> ?",
                runsBefore.getEpochSecond(),
                State.RUNNING.name());
        jdbc.update(
                "update daneverify_result set transcript = '' where verified_at < ? and transcript <> ''"
                        + " and rank_in_run > ?",
                transcriptsBefore.getEpochSecond(),
                Rank.BETTER.position());
    }
}
