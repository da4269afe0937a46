package org.danegate.published;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.sts.StsPolicyFile;
import org.danegate.sts.StsTrouble;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/// The policies in the database, so that they outlive a restart.
final class PolicyStore {

    private static final String END = "\n";

    private static final Duration READ_AGAIN_AFTER = Duration.ofMinutes(1);
    private static final int MOST_REMEMBERED = 10_000;

    private final JdbcTemplate jdbc;
    private final Cache<DomainName, Optional<KeptPolicy>> remembered = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(READ_AGAIN_AFTER)
            .build();

    PolicyStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// What another node has fetched is seen a minute later at most; what an administrator forgets, within
    /// a second.
    Optional<KeptPolicy> find(DomainName domain) {
        return remembered.get(domain, this::read);
    }

    private Optional<KeptPolicy> read(DomainName domain) {
        return jdbc.query("select * from sts_policy where domain = ?", PolicyStore::row, domain.ascii()).stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    /// All, by domain.
    List<KeptPolicy> all() {
        return jdbc.query("select * from sts_policy order by domain", PolicyStore::row).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /// Those that were used since.
    List<KeptPolicy> usedSince(Instant since) {
        return jdbc
                .query(
                        "select * from sts_policy where last_used >= ? order by domain",
                        PolicyStore::row,
                        since.getEpochSecond())
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /// Writes a policy over the one of the same domain.
    void keep(KeptPolicy kept) {
        KeptPolicy.Trouble trouble = kept.trouble();
        @Nullable
        Object[] values = {
            kept.id(),
            String.join(END, kept.lines()),
            kept.fetchedAt().getEpochSecond(),
            kept.validUntil().getEpochSecond(),
            kept.lastUsed().getEpochSecond(),
            kept.preloaded(),
            trouble == null ? null : trouble.what().kind().name(),
            trouble == null ? null : trouble.what().code(),
            trouble == null ? null : trouble.what().text(),
            trouble == null ? null : trouble.since().getEpochSecond(),
            kept.domain().ascii()
        };
        try {
            if (!replaced(values)) {
                insert(values);
            }
        } catch (DuplicateKeyException e) {
            // Another server was quicker.
            replaced(values);
        }
        remembered.invalidate(kept.domain());
    }

    private boolean replaced(@Nullable Object... values) {
        return jdbc.update("""
                        update sts_policy set record_id = ?, policy_text = ?, fetched_at = ?, valid_until = ?,
                            last_used = ?, preloaded = ?, trouble_kind = ?, trouble_code = ?, trouble_text = ?,
                            failing_since = ?
                        where domain = ?""", values) > 0;
    }

    private void insert(@Nullable Object... values) {
        jdbc.update("""
                insert into sts_policy (record_id, policy_text, fetched_at, valid_until, last_used, preloaded,
                    trouble_kind, trouble_code, trouble_text, failing_since, domain)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", values);
    }

    /// Notes a use. A policy that was forgotten meanwhile stays forgotten.
    void used(DomainName domain, Instant now) {
        jdbc.update("update sts_policy set last_used = ? where domain = ?", now.getEpochSecond(), domain.ascii());
        remembered.invalidate(domain);
    }

    /// Notes that a policy could not be refreshed, if it is still the one that was kept then.
    void failing(KeptPolicy kept, StsTrouble what, Instant now) {
        KeptPolicy.Trouble trouble = kept.trouble();
        Instant since = trouble == null ? now : trouble.since();
        jdbc.update(
                """
                update sts_policy set trouble_kind = ?, trouble_code = ?, trouble_text = ?, failing_since = ?
                where domain = ? and fetched_at = ?""",
                what.kind().name(),
                what.code(),
                what.text(),
                since.getEpochSecond(),
                kept.domain().ascii(),
                kept.fetchedAt().getEpochSecond());
        remembered.invalidate(kept.domain());
    }

    /// @return whether there was one
    boolean remove(DomainName domain) {
        int removed = jdbc.update("delete from sts_policy where domain = ?", domain.ascii());
        remembered.invalidate(domain);
        return removed > 0;
    }

    /// @return how many there were
    int removeAll() {
        int removed = jdbc.update("delete from sts_policy");
        remembered.invalidateAll();
        return removed;
    }

    /// @return how many were not used since
    int removeUnused(Instant since) {
        int removed = jdbc.update("delete from sts_policy where last_used < ?", since.getEpochSecond());
        remembered.invalidateAll();
        return removed;
    }

    /// Reads policies again when they are needed.
    void readAgain() {
        remembered.invalidateAll();
    }

    /// Empty for a row that no version of the rules can read.
    private static Optional<KeptPolicy> row(ResultSet row, int number) throws SQLException {
        byte[] text = row.getString("policy_text").getBytes(StandardCharsets.UTF_8);
        if (!(StsPolicyFile.of(text) instanceof StsPolicyFile.Valid valid)) {
            return Optional.empty();
        }
        return Optional.of(new KeptPolicy(
                new DomainName(row.getString("domain")),
                row.getString("record_id"),
                valid.policy(),
                valid.lines(),
                Instant.ofEpochSecond(row.getLong("fetched_at")),
                Instant.ofEpochSecond(row.getLong("valid_until")),
                Instant.ofEpochSecond(row.getLong("last_used")),
                row.getBoolean("preloaded"),
                trouble(row)));
    }

    private static KeptPolicy.@Nullable Trouble trouble(ResultSet row) throws SQLException {
        String kind = row.getString("trouble_kind");
        return kind == null
                ? null
                : new KeptPolicy.Trouble(
                        new StsTrouble(
                                StsTrouble.Kind.valueOf(kind),
                                row.getString("trouble_code"),
                                row.getString("trouble_text")),
                        Instant.ofEpochSecond(row.getLong("failing_since")));
    }
}
