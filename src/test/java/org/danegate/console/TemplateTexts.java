package org.danegate.console;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.attoparser.ParseException;
import org.attoparser.config.ParseConfiguration;
import org.attoparser.simple.AbstractSimpleMarkupHandler;
import org.attoparser.simple.SimpleMarkupParser;
import org.jspecify.annotations.Nullable;

/// Texts for people that are in a template itself instead of in a bundle of texts.
final class TemplateTexts {

    private static final Set<String> REPLACING = Set.of("th:text", "th:utext", "th:replace", "th:insert");
    /// Attributes that are shown or read out, or that a script shows.
    private static final Set<String> SPOKEN = Set.of(
            "placeholder",
            "title",
            "aria-label",
            "aria-description",
            "aria-valuetext",
            "alt",
            "label",
            "data-label",
            "data-live",
            "data-lost",
            "data-paused",
            "data-resume",
            "data-pause-text",
            "data-moved",
            "data-running",
            "data-cut-off");

    private static final Set<String> EXPRESSIONS = Stream.concat(
                    Stream.of("th:text", "th:utext", "th:replace", "th:insert", "th:with"),
                    SPOKEN.stream().map(name -> "th:" + name))
            .collect(Collectors.toUnmodifiableSet());
    /// Where several attributes are set at once, by commas.
    private static final Set<String> SEVERAL = Set.of("th:attr", "th:attrappend", "th:attrprepend");

    private static final Set<String> UNTRANSLATED = Set.of("kbd", "code", "pre", "script", "style");
    private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");
    private static final Pattern INSIDE = Pattern.compile("[$#@~*]\\{(?:[^{}]|\\{[^{}]*})*}");
    private static final Pattern ASSIGNED = Pattern.compile("(?:^|,)\\s*([\\w:-]+)\\s*=");
    /// Names that are the same in every language: of the product and of a command.
    private static final Pattern NAMES = Pattern.compile("\\b(?:Danegate|daneverify)\\b");
    private static final Pattern SUBSTITUTED = Pattern.compile("\\|([^|]*)\\|");
    /// A literal that is a sentence or a title: begins with a capitalized word or has a blank between words.
    private static final Pattern LITERAL =
            Pattern.compile("'((?:\\p{Lu}\\p{L}*\\p{Ll}\\p{L}*[^'_]*)|(?:[^']*\\p{L} \\p{L}[^']*))'");

    private TemplateTexts() {}

    /// Each text with the place it stands in; empty when there is none.
    static List<String> of(String template) throws ParseException {
        Finder finder = new Finder();
        new SimpleMarkupParser(ParseConfiguration.htmlConfiguration()).parse(template, finder);
        return finder.found;
    }

    private static final class Finder extends AbstractSimpleMarkupHandler {

        final List<String> found = new ArrayList<>();
        private final Deque<Boolean> replaced = new ArrayDeque<>();

        @Override
        public void handleOpenElement(String name, @Nullable Map<String, String> given, int line, int col) {
            Map<String, String> attributes = given == null ? Map.of() : given;
            boolean inReplaced = !replaced.isEmpty() && replaced.peek();
            attributes(attributes, line);
            replaced.push(inReplaced || own(name, attributes));
        }

        @Override
        public void handleStandaloneElement(
                String name, @Nullable Map<String, String> given, boolean minimized, int line, int col) {
            attributes(given == null ? Map.of() : given, line);
        }

        @Override
        public void handleCloseElement(String name, int line, int col) {
            replaced.poll();
        }

        @Override
        public void handleAutoCloseElement(String name, int line, int col) {
            replaced.poll();
        }

        @Override
        public void handleText(char[] buffer, int offset, int length, int line, int col) {
            String text = new String(buffer, offset, length).strip();
            if ((replaced.isEmpty() || !replaced.peek())
                    && WORD.matcher(text.replaceAll("&\\w+;", "")).find()) {
                found.add("line " + line + ": " + text);
            }
        }

        /// True where the element's body is not shown, or is not a text in a language.
        private static boolean own(String name, Map<String, String> attributes) {
            return UNTRANSLATED.contains(name)
                    || attributes.containsKey("lang") && !name.equals("html")
                    || attributes.getOrDefault("class", "").matches(".*\\b(brand|plain-brand|mono)\\b.*")
                    || name.equals("title")
                    || attributes.containsKey("th:text")
                    || attributes.containsKey("th:utext")
                    || !name.equals("html") && attributes.keySet().stream().anyMatch(REPLACING::contains);
        }

        private void attributes(Map<String, String> attributes, int line) {
            for (Map.Entry<String, String> attribute : attributes.entrySet()) {
                String value = attribute.getValue() == null ? "" : attribute.getValue();
                if (SPOKEN.contains(attribute.getKey())
                        && !attributes.containsKey("th:" + attribute.getKey())
                        && WORD.matcher(value).find()) {
                    found.add("line " + line + ": " + attribute.getKey() + "=" + value);
                }
                if (EXPRESSIONS.contains(attribute.getKey()) && hasLiteral(value)) {
                    found.add("line " + line + ": " + attribute.getKey() + "=" + value);
                }
                if (SEVERAL.contains(attribute.getKey())) {
                    several(value, line);
                }
            }
        }

        private void several(String assignments, int line) {
            List<MatchResult> starts = ASSIGNED.matcher(assignments)
                    .results()
                    .filter(start -> !inside(assignments, start.start()))
                    .toList();
            for (int i = 0; i < starts.size(); i++) {
                MatchResult start = starts.get(i);
                int end = i + 1 < starts.size() ? starts.get(i + 1).start() : assignments.length();
                String value = assignments.substring(start.end(), end);
                if (SPOKEN.contains(start.group(1)) && hasLiteral(value)) {
                    found.add("line " + line + ": " + start.group(1) + "=" + value);
                }
            }
        }

        /// True within brackets, where a comma does not end an assignment.
        private static boolean inside(String text, int at) {
            String before = text.substring(0, at);
            return before.chars().filter(c -> c == '(' || c == '{').count()
                    != before.chars().filter(c -> c == ')' || c == '}').count();
        }

        private static boolean hasLiteral(String expression) {
            Matcher substituted = SUBSTITUTED.matcher(expression);
            while (substituted.find()) {
                String text = INSIDE.matcher(substituted.group(1)).replaceAll("");
                if (WORD.matcher(NAMES.matcher(text).replaceAll("")).find()
                        && !text.contains("-")
                        && !text.startsWith("#")) {
                    return true;
                }
            }
            return LITERAL.matcher(SUBSTITUTED.matcher(expression).replaceAll(""))
                    .find();
        }
    }
}
