package org.danegate.alert;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/// The alerts that the webhook has not taken, in the database, so that a restart loses none. Without a database, alerts
/// still go out.
final class WebhookStore {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookStore.class);
    private static final int LONGEST_BODY = 100_000;

    private final JdbcTemplate jdbc;

    WebhookStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// An alert to be sent.
    ///
    /// @param id the same in each attempt
    /// @param body the JSON; it contains no secret
    /// @param failed attempts that failed, from 0
    /// @param next when it is tried next
    record Delivery(String id, String body, int failed, Instant made, Instant next) {

        Delivery failedUntil(Instant again) {
            return new Delivery(id, body, failed + 1, made, again);
        }
    }

    /// Those from before a restart, the next to be tried first.
    List<Delivery> all() {
        return jdbc.query(
                "select id, body, failed, made_at, next_at from webhook_delivery order by next_at, made_at, id",
                (row, number) -> new Delivery(
                        row.getString("id"),
                        row.getString("body"),
                        row.getInt("failed"),
                        Instant.ofEpochMilli(row.getLong("made_at")),
                        Instant.ofEpochMilli(row.getLong("next_at"))));
    }

    /// Stores a new one. A body that is longer than any alert's is not stored.
    void add(Delivery delivery) {
        if (delivery.body().length() <= LONGEST_BODY) {
            changed(db -> db.update(
                    "insert into webhook_delivery (id, body, failed, made_at, next_at) values (?, ?, ?, ?, ?)",
                    delivery.id(),
                    delivery.body(),
                    delivery.failed(),
                    delivery.made().toEpochMilli(),
                    delivery.next().toEpochMilli()));
        }
    }

    /// Stores that an attempt failed.
    void failed(Delivery delivery) {
        changed(db -> db.update(
                "update webhook_delivery set failed = ?, next_at = ? where id = ?",
                delivery.failed(),
                delivery.next().toEpochMilli(),
                delivery.id()));
    }

    /// Forgets one that was taken or given up.
    void delete(String id) {
        changed(db -> db.update("delete from webhook_delivery where id = ?", id));
    }

    private void changed(Consumer<JdbcTemplate> change) {
        try {
            change.accept(jdbc);
        } catch (DataAccessException e) {
            LOG.warn("What waits for the webhook could not be stored; a restart may lose or repeat an alert", e);
        }
    }
}
