package org.danegate.node;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/// The database that the nodes of a fleet share. What they compare is its time, never the clock of a node (F-15).
///
/// @param transactions begins one of its own
/// @param shared whether other nodes may use it: PostgreSQL. The embedded database has one process
record FleetDatabase(JdbcTemplate jdbc, TransactionTemplate transactions, boolean shared) {

    /// Its time at this moment as an SQL expression. `now()` would be the start of the transaction.
    String now() {
        return shared ? "clock_timestamp()" : "current_timestamp(6)";
    }

    /// Its time in a number of seconds as an SQL expression with one parameter: milliseconds.
    String later() {
        return shared
                ? "clock_timestamp() + cast(? as bigint) * interval '1 millisecond'"
                : "dateadd(millisecond, cast(? as bigint), current_timestamp(6))";
    }

    /// Seconds since a column's time as an SQL expression.
    String age(String column) {
        return "extract(epoch from (" + now() + " - " + column + "))";
    }
}
