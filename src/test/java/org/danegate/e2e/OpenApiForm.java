package org.danegate.e2e;

import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes the document that springdoc reads from the running server complete: what may be null as the records say it,
/// the words of docs/http-api.md, the ways to sign in, problem documents, and an order that does not change by chance.
final class OpenApiForm {

    private static final String SCHEMAS = "#/components/schemas/";
    private static final List<String> METHODS = List.of("get", "post", "put", "delete");

    /// The status of answers that have none of the usual.
    private static final Map<String, String> STATUS = Map.of(
            "POST /api/v1/daneverify/runs", "202",
            "DELETE /api/v1/daneverify/runs/{id}", "204",
            "PUT /api/v1/policy", "204",
            "POST /api/v1/policy/abandon", "204");

    private static final String ABOUT = """
            The HTTP API of Danegate for scripts. Sign in by HTTP Basic or by a bearer token; tokens are made on the Users \
            page. Errors are problem documents (RFC 9457). Unknown query parameters and properties are refused with 400. \
            Lists that may be long have `limit` and `after`: an answer's `next` is the `after` of the following page, and \
            null at the end. Fields and values may be added within a version of the API; none is removed or changed.""";

    private final JsonMapper json = JsonMapper.shared();
    private final DescribedRequests described;

    OpenApiForm(DescribedRequests described) {
        this.described = described;
    }

    /// @throws AssertionError for a route that docs/http-api.md does not describe
    ObjectNode complete(ObjectNode raw) {
        ObjectNode made = json.createObjectNode();
        made.put("openapi", "3.1.0");
        ObjectNode info = made.putObject("info");
        info.put("title", "Danegate HTTP API").put("version", "1").put("description", ABOUT);
        info.putObject("license").put("name", "Apache-2.0").put("identifier", "Apache-2.0");
        made.putArray("servers").addObject().put("url", "/").put("description", "This server");
        ArrayNode security = made.putArray("security");
        security.addObject().putArray("bearer");
        security.addObject().putArray("basic");
        nullability(raw);
        made.set("paths", paths(raw));
        ObjectNode components = made.putObject("components");
        components.set("schemas", schemas(raw));
        ObjectNode schemes = components.putObject("securitySchemes");
        schemes.putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "A token from the Users page, with the role that it was made for.");
        schemes.putObject("basic")
                .put("type", "http")
                .put("scheme", "basic")
                .put("description", "Name and password of a user; for scripts, refused from browsers.");
        return (ObjectNode) json.readTree(shortNames(json.writeValueAsString(made)));
    }

    // ---- paths ----------------------------------------------------------------------------------------------------

    private ObjectNode paths(ObjectNode raw) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        raw.get("paths").forEachEntry((path, item) -> sorted.put(path, item));
        ObjectNode paths = json.createObjectNode();
        sorted.forEach((path, item) -> {
            ObjectNode at = paths.putObject(path);
            METHODS.stream().filter(item::has).forEach(method -> at.set(method, operation(path, method, item)));
        });
        return paths;
    }

    private ObjectNode operation(String path, String method, JsonNode item) {
        ObjectNode operation = (ObjectNode) item.get(method);
        String verb = method.toUpperCase(java.util.Locale.ROOT);
        String words = described
                .answer(verb, path)
                .orElseThrow(() -> new AssertionError("docs/http-api.md does not describe " + verb + " " + path));
        ObjectNode made = json.createObjectNode();
        made.putArray("tags").add(path.split("/")[path.startsWith("/api/") ? 3 : 1]);
        made.put("operationId", id(method, path));
        made.put("description", words);
        parameters(operation, made, !method.equals("get") && words.contains("`If-Match`"));
        if (operation.has("requestBody")) {
            made.set("requestBody", operation.get("requestBody"));
        }
        ObjectNode responses = made.putObject("responses");
        operation
                .get("responses")
                .forEachEntry((status, response) ->
                        responses.set(STATUS.getOrDefault(verb + " " + path, status), response(response)));
        ObjectNode fault = responses.putObject("default").put("description", "A problem document");
        fault.putObject("content")
                .putObject("application/problem+json")
                .putObject("schema")
                .put("$ref", SCHEMAS + "Problem");
        return made;
    }

    private static void parameters(ObjectNode operation, ObjectNode made, boolean tagged) {
        ArrayNode all = operation.withArray("parameters");
        if (tagged) {
            ObjectNode match = all.addObject().put("name", "If-Match").put("in", "header");
            match.put("description", "Only if the working copy still has one of these tags.");
            match.put("required", false).putObject("schema").put("type", "string");
        }
        if (!all.isEmpty()) {
            made.set("parameters", all);
        }
    }

    /// Springdoc does not see the status of an answer that the method makes itself, nor that objects are JSON.
    private ObjectNode response(JsonNode found) {
        ObjectNode made = json.createObjectNode().put("description", "Done");
        found.path("content").forEachEntry((type, content) -> {
            boolean text = content.at("/schema/type").asString("").equals("string");
            boolean file = content.at("/schema/$ref").asString("").endsWith("StreamingResponseBody");
            String kind = !type.equals("*/*")
                    ? type.replace(";charset=UTF-8", "")
                    : text || file ? "text/plain" : "application/json";
            made.withObject("content").set(kind, file ? json.readTree("{\"schema\":{\"type\":\"string\"}}") : content);
        });
        return made;
    }

    private static String id(String method, String path) {
        StringBuilder id = new StringBuilder(method);
        for (String word : path.replace("/api/v1/", "/").split("[^A-Za-z0-9]+")) {
            if (!word.isEmpty()) {
                id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return id.toString();
    }

    // ---- schemas --------------------------------------------------------------------------------------------------

    private ObjectNode schemas(ObjectNode raw) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        raw.get("components").get("schemas").forEachEntry((name, schema) -> {
            if (!name.startsWith("org.springframework.")) {
                sorted.put(name, schema);
            }
        });
        ObjectNode schemas = json.createObjectNode();
        sorted.forEach(schemas::set);
        ObjectNode problem = schemas.putObject("Problem").put("type", "object");
        problem.put("description", "What is wrong with a request (RFC 9457).");
        problem.putArray("required").add("title").add("status");
        ObjectNode properties = problem.putObject("properties");
        List.of("type", "title", "detail", "instance")
                .forEach(name -> properties.putObject(name).put("type", "string"));
        properties.putObject("status").put("type", "integer");
        return schemas;
    }

    /// In answers all parts of a record are present, and those marked as nullable may be null.
    private void nullability(ObjectNode raw) {
        JsonNode schemas = raw.get("components").get("schemas");
        Set<String> requests = reachable(raw, "requestBody");
        schemas.forEachEntry((name, schema) -> classOf(name)
                .filter(Class::isRecord)
                .ifPresent(type -> complete((ObjectNode) schema, type, requests.contains(name))));
    }

    private void complete(ObjectNode schema, Class<?> type, boolean request) {
        if (!schema.has("properties")) {
            return;
        }
        ObjectNode properties = (ObjectNode) schema.get("properties");
        ArrayNode required = json.createArrayNode();
        for (RecordComponent component : type.getRecordComponents()) {
            JsonNode property = properties.get(component.getName());
            if (property != null) {
                required.add(component.getName());
                if (request || component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    properties.set(component.getName(), orNull((ObjectNode) property));
                }
            }
        }
        schema.remove("required");
        if (!request && !required.isEmpty()) {
            schema.set("required", required);
        }
    }

    private ObjectNode orNull(ObjectNode property) {
        if (property.has("type") && property.get("type").isString()) {
            String only = property.get("type").asString();
            property.putArray("type").add(only).add("null");
            if (property.has("enum")) {
                ((ArrayNode) property.get("enum")).addNull();
            }
            return property;
        }
        if (!property.has("$ref")) {
            return property;
        }
        ObjectNode either = json.createObjectNode();
        ArrayNode any = either.putArray("anyOf");
        any.add(property);
        any.addObject().put("type", "null");
        return either;
    }

    /// The schemas that parts of that name lead to.
    private static Set<String> reachable(ObjectNode raw, String part) {
        Deque<JsonNode> open = new ArrayDeque<>(raw.get("paths").findValues(part));
        Set<String> found = new HashSet<>();
        while (!open.isEmpty()) {
            for (String reference : open.pop().findValuesAsString("$ref")) {
                String name = reference.substring(SCHEMAS.length());
                if (found.add(name)) {
                    open.push(raw.get("components").get("schemas").get(name));
                }
            }
        }
        return found;
    }

    private static Optional<Class<?>> classOf(String name) {
        String binary = name;
        while (true) {
            try {
                return Optional.of(Class.forName(binary));
            } catch (ClassNotFoundException outer) {
                int dot = binary.lastIndexOf('.');
                if (dot < 0) {
                    return Optional.empty();
                }
                binary = binary.substring(0, dot) + "$" + binary.substring(dot + 1);
            }
        }
    }

    /// Names without packages, and `SystemStatusApi.Answer` as `SystemStatusAnswer`.
    private static String shortNames(String document) {
        JsonNode schemas =
                JsonMapper.shared().readTree(document).get("components").get("schemas");
        String made = document;
        Set<String> taken = new HashSet<>();
        List<String> names = schemas.propertyNames().stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
        for (String name : names) {
            String brief = String.join(
                    "",
                    Arrays.stream(name.split("[.$]"))
                            .filter(word -> Character.isUpperCase(word.charAt(0)))
                            .map(word -> word.replaceAll("Api$", ""))
                            .toList());
            if (!taken.add(brief)) {
                throw new AssertionError("two schemas would have the name " + brief);
            }
            made = made.replace("\"" + name + "\":", "\"" + brief + "\":")
                    .replace("\"" + SCHEMAS + name + "\"", "\"" + SCHEMAS + brief + "\"");
        }
        return made;
    }
}
