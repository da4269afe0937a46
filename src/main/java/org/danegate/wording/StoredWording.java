package org.danegate.wording;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// A sentence as JSON, so that it can be shown in its reader's language later: an array of the code and the arguments,
/// an argument that is a sentence being such an array itself.
public final class StoredWording {

    private final JsonMapper json = new JsonMapper();

    /// The sentence as JSON.
    public String text(Wording wording) {
        return array(wording).toString();
    }

    private ArrayNode array(Wording wording) {
        ArrayNode array = json.createArrayNode().add(wording.code());
        for (Object argument : wording.arguments()) {
            switch (argument) {
                case Wording inner -> array.add(array(inner));
                case Integer number -> array.add(number.intValue());
                case Long number -> array.add(number.longValue());
                default -> array.add(argument.toString());
            }
        }
        return array;
    }

    /// The sentence that was stored.
    ///
    /// @throws RuntimeException when the text is not one that {@link #text} made
    public Wording wording(String text) {
        return wording(json.readTree(text));
    }

    private Wording wording(JsonNode array) {
        List<Object> arguments = new ArrayList<>();
        for (int i = 1; i < array.size(); i++) {
            JsonNode argument = array.get(i);
            arguments.add(
                    argument.isArray()
                            ? wording(argument)
                            : argument.isNumber() ? (Object) argument.asLong() : argument.asString());
        }
        return new Wording(array.get(0).asString(), arguments);
    }
}
