package org.danegate.runs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.danegate.address.DomainName;
import org.danegate.runs.DomainResult.Earlier;
import org.danegate.verify.Verdict;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// The results of runs in the database.
final class ResultStore {

    private static final int LONGEST_TRANSCRIPT = 60_000;

    private static final String RESULT = "select domain, verdict, reason, verified_at, earlier_verdict,"
            + " earlier_reason, earlier_at, warnings from daneverify_result where run_id = ? ";

    private final JdbcTemplate jdbc;

    ResultStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// @param transcript its lines, cut after 60,000 characters
    void add(long run, DomainResult result, List<String> transcript) {
        Earlier earlier = result.earlier();
        String lines = String.join("\n", transcript);
        jdbc.update(
                "insert into daneverify_result (run_id, domain, verdict, reason, verified_at, earlier_verdict,"
                        + " earlier_reason, earlier_at, rank_in_run, warnings, transcript)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                run,
                result.domain().ascii(),
                result.verdict().name(),
                result.reason(),
                result.at().getEpochSecond(),
                earlier == null ? null : earlier.verdict().name(),
                earlier == null ? null : earlier.reason(),
                earlier == null ? null : earlier.at().getEpochSecond(),
                Rank.of(result).position(),
                Warning.stored(result.warnings()),
                lines.substring(0, Math.min(lines.length(), LONGEST_TRANSCRIPT)));
    }

    /// The last success or failure of a domain.
    Optional<Earlier> last(DomainName domain) {
        return jdbc
                .query(
                        "select verdict, reason, verified_at from daneverify_result where domain = ? and verdict <> ?"
                                + " order by verified_at desc, run_id desc limit 1",
                        (row, number) -> new Earlier(
                                Verdict.valueOf(row.getString(1)),
                                row.getString(2),
                                Instant.ofEpochSecond(row.getLong(3))),
                        domain.ascii(),
                        Verdict.NOT_VERIFIED.name())
                .stream()
                .findFirst();
    }

    /// Results of a run, worst first.
    List<DomainResult> of(long run, int offset, int most) {
        return jdbc.query(
                RESULT + "order by rank_in_run, domain limit ? offset ?", ResultStore::result, run, most, offset);
    }

    Optional<DomainResult> find(long run, DomainName domain) {
        return jdbc.query(RESULT + "and domain = ?", ResultStore::result, run, domain.ascii()).stream()
                .findFirst();
    }

    /// The lines of a result; empty when they are no longer kept.
    List<String> transcript(long run, DomainName domain) {
        return jdbc
                .query(
                        "select transcript from daneverify_result where run_id = ? and domain = ?",
                        (row, number) -> row.getString(1).lines().toList(),
                        run,
                        domain.ascii())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    /// Counts the results of a run. The index of ranks answers this without reading the results.
    Run.Tally tally(long run) {
        EnumMap<Rank, Integer> counts = new EnumMap<>(Rank.class);
        jdbc.query(
                "select rank_in_run, count(*) from daneverify_result where run_id = ? group by rank_in_run",
                row -> {
                    counts.put(Rank.at(row.getInt(1)), row.getInt(2));
                },
                run);
        return tally(counts);
    }

    private static Run.Tally tally(Map<Rank, Integer> counts) {
        ToIntFunction<List<Rank>> sum = ranks ->
                ranks.stream().mapToInt(rank -> counts.getOrDefault(rank, 0)).sum();
        return new Run.Tally(
                sum.applyAsInt(List.of(Rank.values())),
                sum.applyAsInt(List.of(Rank.WORSE)),
                sum.applyAsInt(List.of(Rank.BETTER_WARNED, Rank.BETTER)),
                sum.applyAsInt(List.of(Rank.WORSE, Rank.FAILED)),
                sum.applyAsInt(List.of(Rank.NOT_VERIFIED)),
                sum.applyAsInt(List.of(Rank.BETTER_WARNED, Rank.WARNED)));
    }

    private static DomainResult result(ResultSet row, int number) throws SQLException {
        return new DomainResult(
                DomainName.parse(row.getString("domain")),
                Verdict.valueOf(row.getString("verdict")),
                row.getString("reason"),
                Instant.ofEpochSecond(row.getLong("verified_at")),
                earlier(row),
                Warning.read(row.getString("warnings")));
    }

    private static @Nullable Earlier earlier(ResultSet row) throws SQLException {
        Instant at = RunStore.time(row, "earlier_at");
        return at == null
                ? null
                : new Earlier(Verdict.valueOf(row.getString("earlier_verdict")), row.getString("earlier_reason"), at);
    }
}
