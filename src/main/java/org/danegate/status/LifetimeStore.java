package org.danegate.status;

import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/// The totals of the status counters in the database, by name.
final class LifetimeStore {

    private final JdbcTemplate jdbc;

    LifetimeStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Map<String, Long> totals() {
        Map<String, Long> totals = new HashMap<>();
        jdbc.query("select name, total from status_count", row -> {
            totals.put(row.getString("name"), row.getLong("total"));
        });
        return totals;
    }

    void put(String name, long total) {
        if (jdbc.update("update status_count set total = ? where name = ?", total, name) == 0) {
            jdbc.update("insert into status_count (name, total) values (?, ?)", name, total);
        }
    }
}
