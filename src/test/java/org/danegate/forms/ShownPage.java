package org.danegate.forms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.attoparser.MarkupParser;
import org.attoparser.ParseException;
import org.attoparser.config.ParseConfiguration;
import org.attoparser.dom.DOMBuilderMarkupHandler;
import org.attoparser.dom.Element;
import org.attoparser.dom.INestableNode;
import org.attoparser.dom.INode;
import org.attoparser.dom.Text;
import org.jspecify.annotations.Nullable;
import org.unbescape.html.HtmlEscape;

/// An answer of the console as a browser reads it.
final class ShownPage {

    private static final Set<String> UNREAD = Set.of("pre", "code", "script", "style", "kbd", "textarea", "head");

    private final INestableNode document;
    private final String html;
    private final Map<INode, INestableNode> parents = new LinkedHashMap<>();

    ShownPage(String html) {
        this.html = html;
        DOMBuilderMarkupHandler dom = new DOMBuilderMarkupHandler();
        try {
            new MarkupParser(ParseConfiguration.htmlConfiguration()).parse(html, dom);
        } catch (ParseException e) {
            throw new AssertionError("not HTML: " + html, e);
        }
        this.document = dom.getDocument();
        walk(document);
    }

    private void walk(INestableNode node) {
        for (INode child : node.getChildren()) {
            parents.put(child, node);
            if (child instanceof INestableNode nested) {
                walk(nested);
            }
        }
    }

    String html() {
        return html;
    }

    /// A field of a form as it would be sent.
    ///
    /// @param kind `text`, `hidden`, `checkbox`, `radio`, `select`, `file`, `password`
    /// @param values what would be sent; none for a box without a tick
    record Field(String name, String kind, List<String> values) {

        /// Whether somebody types into it and has it shown again.
        boolean typed() {
            return kind.equals("text");
        }
    }

    /// A form.
    record Form(String action, boolean multipart, Map<String, Field> fields) {}

    /// The form that is sent to an address.
    ///
    /// @param action a regular expression
    Optional<Form> form(String action) {
        return elements("form")
                .filter(f -> address(attribute(f, "action")).matches(action))
                .map(this::form)
                .findFirst();
    }

    private static String address(String action) {
        return action.split("[?#]", 2)[0];
    }

    private Form form(Element form) {
        Map<String, Field> fields = new LinkedHashMap<>();
        inside(form)
                .filter(e -> Set.of("input", "select", "textarea").contains(name(e)))
                .filter(e -> !attribute(e, "name").isEmpty())
                .forEach(e -> fields.merge(
                        attribute(e, "name"),
                        field(e),
                        (one, other) -> new Field(
                                one.name(),
                                one.kind().equals("hidden") ? other.kind() : one.kind(),
                                Stream.concat(one.values().stream(), other.values().stream())
                                        .toList())));
        return new Form(attribute(form, "action"), attribute(form, "enctype").equals("multipart/form-data"), fields);
    }

    private Field field(Element e) {
        String name = attribute(e, "name");
        if (name(e).equals("textarea")) {
            String text = text(e, n -> true);
            return new Field(
                    name,
                    has(e, "hidden") ? "hidden" : "text",
                    List.of(text.startsWith("\n") ? text.substring(1) : text));
        }
        if (name(e).equals("select")) {
            List<Element> options =
                    inside(e).filter(o -> name(o).equals("option")).toList();
            return new Field(
                    name,
                    "select",
                    options.stream()
                            .filter(o -> has(o, "selected"))
                            .findFirst()
                            .or(() -> options.stream().findFirst())
                            .map(o -> List.of(attribute(o, "value")))
                            .orElse(List.of()));
        }
        String type = attribute(e, "type");
        return switch (type) {
            case "checkbox", "radio" ->
                new Field(name, type, has(e, "checked") ? List.of(attribute(e, "value")) : List.of());
            case "file" -> new Field(name, type, List.of());
            case "hidden", "password" -> new Field(name, type, List.of(attribute(e, "value")));
            default -> new Field(name, "text", List.of(attribute(e, "value")));
        };
    }

    /// The sentences that stand beside a field, by the ids that it or the group around it is described by.
    List<String> faultsOf(String field) {
        Set<String> ids = new LinkedHashSet<>();
        all().filter(e -> attribute(e, "name").equals(field)).forEach(e -> {
            for (INode at = e; at instanceof Element around; at = parents.get(at)) {
                if (around == e || name(around).equals("fieldset")) {
                    ids.addAll(
                            Arrays.asList(attribute(around, "aria-describedby").split(" ")));
                }
            }
        });
        return all().filter(e -> ids.contains(attribute(e, "id")))
                .filter(e -> attribute(e, "class").contains("field-error"))
                .map(e -> text(e, n -> true).replace("▲", "").strip())
                .filter(t -> !t.isEmpty())
                .toList();
    }

    /// All sentences beside fields and above forms.
    List<String> faults() {
        return all().filter(e -> attribute(e, "class").matches(".*(field-error|error-summary|flash-problem).*"))
                .map(e -> text(e, n -> true).replaceAll("\\s+", " ").strip())
                .toList();
    }

    /// Texts as they are read, a block each, without what stays English on purpose.
    List<String> texts() {
        List<String> found = new ArrayList<>();
        all().filter(this::isRead).forEach(e -> {
            if (e.getChildren().stream()
                    .anyMatch(c -> c instanceof Text t && !t.getContent().isBlank())) {
                found.add(text(e, this::isRead).replaceAll("\\s+", " ").strip());
            }
            for (String spoken : List.of("title", "aria-label", "placeholder", "alt")) {
                if (has(e, spoken)) {
                    found.add(attribute(e, spoken).strip());
                }
            }
        });
        return found.stream().filter(t -> !t.isEmpty()).distinct().toList();
    }

    private boolean isRead(Element e) {
        for (INode at = e; at instanceof Element around; at = parents.get(at)) {
            if (UNREAD.contains(name(around))
                    || attribute(around, "lang").equals("en") && !name(around).equals("html")
                    || Arrays.asList(attribute(around, "class").split(" ")).contains("mono")
                    || Arrays.asList(attribute(around, "class").split(" ")).contains("transcript")) {
                return false;
            }
        }
        return true;
    }

    private String text(INestableNode node, Predicate<Element> wanted) {
        return node.getChildren().stream()
                .map(c -> c instanceof Text t
                        ? HtmlEscape.unescapeHtml(t.getContent())
                        : c instanceof Element e && wanted.test(e) ? text(e, wanted) : "")
                .collect(Collectors.joining());
    }

    private Stream<Element> elements(String name) {
        return all().filter(e -> name(e).equals(name));
    }

    private Stream<Element> all() {
        return inside(document);
    }

    private static Stream<Element> inside(INestableNode node) {
        return node.getChildren().stream()
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .flatMap(e -> Stream.concat(Stream.of(e), inside(e)));
    }

    private static String name(Element e) {
        return e.getElementName();
    }

    private static boolean has(Element e, String attribute) {
        return e.hasAttribute(attribute);
    }

    private static String attribute(Element e, String attribute) {
        @Nullable String value = e.getAttributeValue(attribute);
        return value == null ? "" : HtmlEscape.unescapeHtml(value);
    }
}
