package org.danegate.node;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.danegate.folder.ProgramVersion;

/// The nodes of the fleet, as the database knows them.
public final class FleetNodes {

    private static final int LONGEST_FACTS = 20_000;

    private final FleetDatabase database;
    private final String self;

    FleetNodes(FleetDatabase database, String self) {
        this.database = database;
        this.self = self;
    }

    /// Whether other nodes may use the same database.
    public boolean shared() {
        return database.shared();
    }

    /// All nodes that are not forgotten, by number. A node on the embedded database is alone.
    ///
    /// @throws DataAccessException when the database does not answer
    public List<NodeStanding> all() {
        return database.jdbc()
                .query(
                        "select n.*, " + database.age("n.beat_at") + " as quiet, l.ended, "
                                + database.age("l.ends_at") + " as past from fleet_node n"
                                + " left join fleet_lease l on l.epoch = n.epoch order by n.number",
                        this::standing);
    }

    private NodeStanding standing(ResultSet row, int number) throws SQLException {
        String id = row.getString("id");
        boolean ended = row.getBoolean("ended") || row.wasNull();
        return new NodeStanding(
                id,
                row.getInt("number"),
                row.getString("name"),
                roles(row.getString("roles")),
                row.getString("version"),
                NodeState.valueOf(row.getString("state")),
                row.getLong("epoch"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                Duration.ofMillis((long) (row.getDouble("quiet") * 1000)),
                !database.shared() || !ended && row.getDouble("past") < 0,
                facts(row.getString("facts")),
                id.equals(self));
    }

    /// A newer version may have roles that this one does not know.
    private static Set<NodeRole> roles(String text) {
        return Set.of(NodeRole.values()).stream()
                .filter(role -> List.of(text.split(",")).contains(role.text()))
                .collect(Collectors.toSet());
    }

    /// Forgets a node that will not come back. It is a new one if it does.
    ///
    /// @return false when it is not known, or still works
    public boolean forget(String id) {
        return database.jdbc()
                        .update(
                                "delete from fleet_node where id = ? and (state = 'STOPPED' or "
                                        + database.age("beat_at") + " > 60)",
                                id)
                > 0;
    }

    /// Enters this node, or renews what is known of it, and returns its number.
    int register(String name, Set<NodeRole> roles) {
        Integer number = database.transactions().execute(status -> {
            String values = NodeRole.text(roles);
            String version = ProgramVersion.text();
            int known = database.jdbc()
                    .update(
                            "update fleet_node set name = ?, roles = ?, version = ?, state = 'RUNNING', facts = '',"
                                    + " started_at = " + database.now() + ", beat_at = " + database.now()
                                    + " where id = ?",
                            name,
                            values,
                            version,
                            self);
            if (known == 0) {
                database.jdbc()
                        .update(
                                "insert into fleet_node (id, name, roles, version, state, epoch, started_at, beat_at,"
                                        + " facts) values (?, ?, ?, ?, 'RUNNING', 0, " + database.now() + ", "
                                        + database.now() + ", '')",
                                self,
                                name,
                                values,
                                version);
            }
            return database.jdbc().queryForObject("select number from fleet_node where id = ?", Integer.class, self);
        });
        return Objects.requireNonNull(number, "this node was just entered");
    }

    /// Notes that this node works.
    void beat(NodeState state, long epoch, Map<String, String> facts) {
        database.jdbc()
                .update(
                        "update fleet_node set state = ?, epoch = ?, facts = ?, beat_at = " + database.now()
                                + " where id = ?",
                        state.name(),
                        epoch,
                        text(facts),
                        self);
    }

    private static String text(Map<String, String> facts) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(facts).forEach((name, value) -> {
            String line = name + "=" + value.replaceAll("\\R", " ") + "\n";
            if (lines.length() + line.length() <= LONGEST_FACTS) {
                lines.append(line);
            }
        });
        return lines.toString();
    }

    private static Map<String, String> facts(String text) {
        return text.lines()
                .map(line -> line.split("=", 2))
                .filter(parts -> parts.length == 2)
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (one, other) -> other));
    }
}
