package org.danegate.advisor;

import org.danegate.address.DomainName;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/// Domains that an alert was raised for and not ended, over restarts.
final class AlertStore {

    private final JdbcTemplate jdbc;

    AlertStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void put(DomainName domain, String kind) {
        remove(domain, kind);
        try {
            jdbc.update("insert into advisor_alert (domain, alert_kind) values (?, ?)", domain.ascii(), kind);
        } catch (DuplicateKeyException e) {
            // Another server has just said the same.
        }
    }

    /// Whether it was there.
    boolean remove(DomainName domain, String kind) {
        return jdbc.update("delete from advisor_alert where domain = ? and alert_kind = ?", domain.ascii(), kind) > 0;
    }
}
