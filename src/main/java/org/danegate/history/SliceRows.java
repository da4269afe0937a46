package org.danegate.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/// The rows of the slices. The columns of the figures follow {@link Figure}.
final class SliceRows {

    private static final List<Figure> FIGURES = List.of(Figure.values());
    private static final int BATCH = 500;

    private static final String INSERT = "insert into history_slice (step_minutes, domain, starts_at, "
            + FIGURES.stream().map(Figure::column).collect(Collectors.joining(", "))
            + ") values (?, ?, ?" + ", ?".repeat(FIGURES.size()) + ")";

    private static final String SUMS = FIGURES.stream()
            .map(figure -> (figure.sum() == Figure.Sum.TOTAL ? "sum(" : "max(") + figure.column() + ")")
            .collect(Collectors.joining(", "));

    private static final String IN = " where step_minutes = ? and starts_at >= ? and starts_at < ?";

    private final JdbcTemplate jdbc;

    SliceRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void insert(List<Slice> slices) {
        jdbc.batchUpdate(INSERT, slices, BATCH, (statement, slice) -> {
            statement.setInt(1, slice.step().minutes());
            statement.setString(2, slice.domain());
            statement.setLong(3, slice.start().getEpochSecond());
            for (int i = 0; i < FIGURES.size(); i++) {
                statement.setLong(4 + i, slice.figures().get(FIGURES.get(i)));
            }
        });
    }

    /// The slices of a step in a stretch of time, combined for each destination, with the total.
    List<Slice> byDomain(Step step, Instant from, Instant to) {
        return jdbc.query(
                "select domain, " + SUMS + " from history_slice" + IN + " group by domain",
                (row, number) -> new Slice(step, from, row.getString(1), figures(row)),
                step.minutes(),
                from.getEpochSecond(),
                to.getEpochSecond());
    }

    /// The slices of a destination, combined to stretches of a length.
    ///
    /// @param length at least the step, in whole seconds
    List<Slice> byTime(Step step, String domain, Instant from, Instant to, Duration length) {
        String bucket = "starts_at - mod(starts_at, " + length.toSeconds() + ")";
        RowMapper<Slice> slice =
                (row, number) -> new Slice(step, Instant.ofEpochSecond(row.getLong(1)), domain, figures(row));
        return jdbc.query(
                "select " + bucket + ", " + SUMS + " from history_slice" + IN + " and domain = ? group by " + bucket,
                slice,
                step.minutes(),
                from.getEpochSecond(),
                to.getEpochSecond(),
                domain);
    }

    /// The begin of the first slice of any of the steps at or after a time.
    Optional<Instant> first(Instant from, Step... steps) {
        String places = Arrays.stream(steps).map(step -> "" + step.minutes()).collect(Collectors.joining(", "));
        Long first = jdbc.queryForObject(
                "select min(starts_at) from history_slice where step_minutes in (" + places + ") and starts_at >= ?",
                Long.class,
                from.getEpochSecond());
        return Optional.ofNullable(first).map(Instant::ofEpochSecond);
    }

    /// Deletes the slices of a step that began before a time.
    ///
    /// @param totals whether the totals go, or else the slices of destinations
    void delete(Step step, boolean totals, Instant before) {
        jdbc.update(
                "delete from history_slice where step_minutes = ? and starts_at < ? and domain " + (totals ? "=" : "<>")
                        + " ''",
                step.minutes(),
                before.getEpochSecond());
    }

    /// Up to when slices of a step were made; {@link Instant#EPOCH} when none was.
    Instant rolledUntil(Step step) {
        Long until = jdbc.queryForObject(
                "select max(until_second) from history_rolled where step_minutes = ?", Long.class, step.minutes());
        return until == null ? Instant.EPOCH : Instant.ofEpochSecond(until);
    }

    /// Notes up to when slices of a step were made. Rows are added and never locked or changed: after a kill at the
    /// wrong moment, H2 kept a row locked by `select for update` for ever, for a transaction that no longer
    /// existed.
    ///
    /// @throws DuplicateKeyException when another process made the same slices: the transaction must be rolled back
    void addRolledUntil(Step step, Instant until) {
        jdbc.update(
                "insert into history_rolled (step_minutes, until_second) values (?, ?)",
                step.minutes(),
                until.getEpochSecond());
    }

    /// Deletes notes from before a time.
    void deleteRolledUntil(Step step, Instant before) {
        jdbc.update(
                "delete from history_rolled where step_minutes = ? and until_second < ?",
                step.minutes(),
                before.getEpochSecond());
    }

    /// Notes that the digest of a day is sent; false when it was before, by this process or another.
    ///
    /// @param day days since 1970-01-01
    boolean claimDigest(long day) {
        try {
            return jdbc.update("insert into history_digest (day_number) values (?)", day) == 1;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    private static Figures figures(ResultSet row) throws SQLException {
        Figures figures = new Figures();
        for (int i = 0; i < FIGURES.size(); i++) {
            figures.add(FIGURES.get(i), row.getLong(2 + i));
        }
        return figures;
    }
}
