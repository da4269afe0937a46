package org.danegate.status;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.danegate.status.StatusFact.Light;

/// The database: its kind, where it is, its size and the connections to it.
final class DatabaseFacts implements StatusFacts {

    private final DataSource database;
    private final Machine machine;

    DatabaseFacts(DataSource database, Machine machine) {
        this.database = database;
        this.machine = machine;
    }

    @Override
    public String area() {
        return "database";
    }

    @Override
    public int order() {
        return 50;
    }

    @Override
    public List<StatusFact> facts() {
        List<StatusFact> facts = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            addFacts(connection, facts);
        } catch (SQLException down) {
            facts.add(StatusFact.words("state", "system-status.database.down", String.valueOf(down.getMessage()))
                    .lit(Light.BAD));
        }
        HikariPoolMXBean pool = database instanceof HikariDataSource hikari ? hikari.getHikariPoolMXBean() : null;
        if (pool != null) {
            facts.add(StatusFact.words(
                    "connections",
                    "system-status.database.pool",
                    pool.getActiveConnections(),
                    pool.getTotalConnections()));
        }
        return facts;
    }

    private void addFacts(Connection connection, List<StatusFact> facts) throws SQLException {
        answers(connection);
        DatabaseMetaData about = connection.getMetaData();
        String product = about.getDatabaseProductName();
        facts.add(StatusFact.words("state", "system-status.database.connected").lit(Light.GOOD));
        facts.add(StatusFact.text("kind", product + " " + about.getDatabaseProductVersion()));
        // The rest of the URL may contain a password.
        facts.add(StatusFact.text("address", about.getURL().split("[;?]", 2)[0]));
        facts.add(StatusFact.octets("size", product.equals("PostgreSQL") ? size(connection) : machine.size("db")));
    }

    /// Asks the database itself: the facts of a connection can be read even when the database is closed.
    private static void answers(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 1");
        }
    }

    private static long size(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet size = statement.executeQuery("select pg_database_size(current_database())")) {
            return size.next() ? size.getLong(1) : 0;
        }
    }
}
