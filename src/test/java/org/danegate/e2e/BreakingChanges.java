package org.danegate.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// What scripts written for an OpenAPI document may stumble over in a newer one: something that is gone, another type,
/// something more that a request must have.
final class BreakingChanges {

    private final JsonNode before;
    private final JsonNode now;
    private final List<String> found = new ArrayList<>();

    private BreakingChanges(JsonNode before, JsonNode now) {
        this.before = before;
        this.now = now;
    }

    static List<String> between(JsonNode before, JsonNode now) {
        BreakingChanges changes = new BreakingChanges(before, now);
        before.get("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) -> {
                    String where = method + " " + path;
                    JsonNode same = now.path("paths").path(path).path(method);
                    if (same.isMissingNode()) {
                        changes.found.add(where + " is gone");
                    } else {
                        changes.operation(where, operation, same);
                    }
                }));
        before.get("components")
                .get("schemas")
                .forEachEntry((name, schema) -> changes.schema(
                        name, schema, now.path("components").path("schemas").path(name)));
        return changes.found;
    }

    private void operation(String where, JsonNode old, JsonNode same) {
        for (JsonNode parameter : same.path("parameters")) {
            if (parameter.path("required").asBoolean()
                    && !names(old, true).contains(parameter.get("name").asString())) {
                found.add(where + " needs the new parameter "
                        + parameter.get("name").asString());
            }
        }
        Set<String> gone = new TreeSet<>(names(old, false));
        gone.removeAll(names(same, false));
        gone.forEach(name -> found.add(where + " has no parameter " + name + " any more"));
        old.get("responses").forEachEntry((status, response) -> {
            if (!same.get("responses").has(status)) {
                found.add(where + " does not answer " + status + " any more");
            }
        });
    }

    private static Set<String> names(JsonNode operation, boolean requiredOnly) {
        Set<String> names = new TreeSet<>();
        for (JsonNode parameter : operation.path("parameters")) {
            if (!requiredOnly || parameter.path("required").asBoolean()) {
                names.add(parameter.get("name").asString());
            }
        }
        return names;
    }

    private void schema(String name, JsonNode old, JsonNode same) {
        if (same.isMissingNode()) {
            found.add("the schema " + name + " is gone");
            return;
        }
        old.path("properties").forEachEntry((property, was) -> {
            JsonNode is = same.path("properties").path(property);
            if (is.isMissingNode()) {
                found.add(name + "." + property + " is gone");
            } else if (!type(was).equals(type(is))) {
                found.add(name + "." + property + " was " + type(was) + " and is " + type(is));
            }
        });
    }

    private static String type(JsonNode schema) {
        return schema.has("type")
                ? schema.get("type").toString()
                : schema.has("$ref")
                        ? schema.get("$ref").asString()
                        : schema.path("anyOf").toString();
    }
}
