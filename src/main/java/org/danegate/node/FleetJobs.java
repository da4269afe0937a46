package org.danegate.node;

import java.time.Duration;
import org.springframework.dao.DuplicateKeyException;

/// Work that one node of the fleet does. On the embedded database this node does all of it.
public final class FleetJobs {

    private final FleetDatabase database;
    private final NodeLease lease;

    FleetJobs(FleetDatabase database, NodeLease lease) {
        this.database = database;
        this.lease = lease;
    }

    /// Whether this node does a job for the next while. It keeps the job for as long as it asks again in
    /// time; another node gets it when it does not.
    ///
    /// @param turn how long, by the database's clock
    /// @throws org.springframework.dao.DataAccessException when the database does not answer
    public boolean isMine(String job, Duration turn) {
        if (!database.shared()) {
            return true;
        }
        enter(job);
        return database.jdbc()
                        .update(
                                "update fleet_job set epoch = ?, ends_at = " + database.later()
                                        + " where name = ? and (epoch = ? or ends_at < " + database.now() + ")",
                                lease.epoch(),
                                turn.toMillis(),
                                job,
                                lease.epoch())
                > 0;
    }

    /// Whether this node is the one that does a job that is due once, such as yesterday's digest.
    ///
    /// @param mark of this time, such as its day; up to 100 characters. Another mark than the last is another time
    /// @throws org.springframework.dao.DataAccessException when the database does not answer
    public boolean once(String job, String mark) {
        enter(job);
        return database.jdbc().update("update fleet_job set done = ? where name = ? and done <> ?", mark, job, mark)
                > 0;
    }

    private void enter(String job) {
        Integer known =
                database.jdbc().queryForObject("select count(*) from fleet_job where name = ?", Integer.class, job);
        if (known != null && known > 0) {
            return;
        }
        try {
            database.jdbc()
                    .update(
                            "insert into fleet_job (name, epoch, ends_at, done) values (?, 0, " + database.now()
                                    + ", '')",
                            job);
        } catch (DuplicateKeyException other) {
            // Another node entered it at the same moment.
        }
    }
}
