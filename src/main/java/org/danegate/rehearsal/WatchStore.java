package org.danegate.rehearsal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/// The watch of the newest commit in the database, so that a restart goes on with it.
final class WatchStore {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    WatchStore(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /// The figures of one destination.
    record Figures(String domain, Outcomes earlier, Outcomes later) {

        boolean hasMail() {
            return !earlier.isEmpty() || !later.isEmpty();
        }
    }

    /// A watch without the policies, which the revisions have.
    ///
    /// @param countedUntil what happened later is not stored
    record Kept(
            long revision,
            Instant at,
            boolean complete,
            Instant countedUntil,
            List<Figures> figures,
            List<Gap> missing) {}

    /// Stores a watch that has just begun, instead of all earlier ones.
    void begin(Kept watch) {
        transaction.executeWithoutResult(status -> {
            jdbc.update("delete from commit_watch_gap");
            jdbc.update("delete from commit_watch_outcome");
            jdbc.update("delete from commit_watch");
            jdbc.update(
                    "insert into commit_watch (revision, committed_at, complete, counted_until) values (?, ?, ?, ?)",
                    watch.revision(),
                    watch.at().toEpochMilli(),
                    watch.complete() ? 1 : 0,
                    watch.countedUntil().toEpochMilli());
            insert(watch.revision(), watch.figures());
        });
    }

    /// Stores the figures that have changed. Nothing when another watch has begun meanwhile.
    void save(long revision, Instant countedUntil, List<Figures> changed) {
        transaction.executeWithoutResult(status -> {
            int known = jdbc.update(
                    "update commit_watch set counted_until = ? where revision = ?",
                    countedUntil.toEpochMilli(),
                    revision);
            if (known == 1 && !changed.isEmpty()) {
                jdbc.batchUpdate(
                        "delete from commit_watch_outcome where revision = ? and domain = ?",
                        changed.stream()
                                .map(figures -> new Object[] {revision, figures.domain()})
                                .toList());
                insert(revision, changed);
            }
        });
    }

    private void insert(long revision, List<Figures> all) {
        if (!all.isEmpty()) {
            jdbc.batchUpdate(
                    "insert into commit_watch_outcome (revision, domain, earlier_delivered, earlier_deferred,"
                            + " earlier_bounced, later_delivered, later_deferred, later_bounced)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                    all.stream().map(figures -> row(revision, figures)).toList());
        }
    }

    private static Object[] row(long revision, Figures figures) {
        Outcomes earlier = figures.earlier();
        Outcomes later = figures.later();
        return new Object[] {
            revision,
            figures.domain(),
            earlier.delivered(),
            earlier.deferred(),
            earlier.bounced(),
            later.delivered(),
            later.deferred(),
            later.bounced()
        };
    }

    void miss(long revision, Gap gap) {
        jdbc.update(
                "insert into commit_watch_gap (revision, from_at, until_at) values (?, ?, ?)",
                revision,
                gap.from().toEpochMilli(),
                gap.until().toEpochMilli());
    }

    /// The watch of a commit; empty when it is not stored.
    Optional<Kept> find(long revision) {
        return jdbc
                .query("select * from commit_watch where revision = ?", (row, number) -> kept(row), revision)
                .stream()
                .findFirst();
    }

    private Kept kept(ResultSet row) throws SQLException {
        long revision = row.getLong("revision");
        return new Kept(
                revision,
                Instant.ofEpochMilli(row.getLong("committed_at")),
                row.getInt("complete") != 0,
                Instant.ofEpochMilli(row.getLong("counted_until")),
                jdbc.query(
                        "select * from commit_watch_outcome where revision = ?",
                        (figures, number) -> figures(figures),
                        revision),
                jdbc.query(
                        "select from_at, until_at from commit_watch_gap where revision = ? order by from_at",
                        (gap, number) ->
                                new Gap(Instant.ofEpochMilli(gap.getLong(1)), Instant.ofEpochMilli(gap.getLong(2))),
                        revision));
    }

    private static Figures figures(ResultSet row) throws SQLException {
        return new Figures(row.getString("domain"), outcomes(row, "earlier"), outcomes(row, "later"));
    }

    private static Outcomes outcomes(ResultSet row, String when) throws SQLException {
        return new Outcomes(
                row.getLong(when + "_delivered"), row.getLong(when + "_deferred"), row.getLong(when + "_bounced"));
    }
}
