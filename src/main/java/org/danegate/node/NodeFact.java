package org.danegate.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Figures that a room tells the other nodes with each beat, such as the revision in force or the recipients that wait.
/// Asked every two seconds: it answers from memory.
@FunctionalInterface
public interface NodeFact {

    /// Names and values; a name is unique in the server, lower case with dots. Values are short.
    Map<String, String> facts();

    /// Those of several rooms together.
    static Map<String, String> of(List<NodeFact> rooms) {
        Map<String, String> all = new HashMap<>();
        rooms.forEach(room -> all.putAll(room.facts()));
        return all;
    }
}
