package org.danegate.sections.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.danegate.config.Edit;
import org.danegate.console.TestTexts;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyFile;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.MessageSource;

/// Every field of every form explains its meaning, in both languages. The help of a number also states its range: the
/// one that the policy's rules name when they refuse a value.
class FieldHelpTest {

    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.of("es"));
    private static final Path TEMPLATES = Path.of("frontend-templates");

    /// Values that are out of every range, by the way they are typed.
    private static final Map<SectionField.Input, List<String>> TOO_MUCH = Map.of(
            SectionField.Input.TEXT, List.of("2000000000"),
            SectionField.Input.TIME, List.of("99999999s"),
            SectionField.Input.SIZE, List.of("1", "2GB"));

    /// Sizes have a sentence of their own, without places.
    private static final Map<String, List<String>> SIZES =
            Map.of("policy.listener.size", List.of("1kB", "1GB"), "policy.log.size", List.of("1kB"));

    private static final Pattern PART =
            Pattern.compile("fragments :: (text|number|password|area|select|radios|check)\\('(\\w+)', (.*?)\\)\\}\">");

    private static final Pattern FORM = Pattern.compile("(?s)<form\\b([^>]*)>(.*?)</form>");
    private static final Pattern TYPED = Pattern.compile("(?s)<(input|select|textarea)\\b[^>]*>");

    /// Whose label says it all.
    private static final Set<String> PLAIN = Set.of("current", "repeated");

    private final MessageSource texts;

    FieldHelpTest() throws IOException {
        texts = TestTexts.bundles();
    }

    @ParameterizedTest
    @EnumSource(PolicySection.class)
    void every_field_of_a_list_has_a_help_text(PolicySection section) {
        for (SectionField field : section.fields()) {
            assertHelp("sections." + section.page() + "." + field.key() + ".hint");
        }
    }

    @ParameterizedTest
    @EnumSource(PolicySettings.class)
    void every_field_of_settings_has_a_help_text(PolicySettings settings) {
        for (SectionField field : settings.fields()) {
            assertHelp("sections." + settings.page() + "." + field.key() + ".hint");
        }
    }

    @ParameterizedTest
    @EnumSource(PolicySection.class)
    void an_empty_list_says_what_to_do(PolicySection section) {
        String key = "sections." + section.page() + ".empty";
        assertThat(help(key, Locale.ENGLISH)).as(key).contains(". Add ");
        assertThat(help(key, Locale.of("es"))).as(key).contains(". Añada ");
    }

    @Test
    void the_help_of_a_number_names_the_range_that_the_rules_have() {
        Set<String> numbers = new TreeSet<>();
        for (PolicySection section : PolicySection.values()) {
            for (SectionField field : section.fields()) {
                for (String value : TOO_MUCH.getOrDefault(field.input(), List.of())) {
                    for (Wording refused : refusals(section, field, value)) {
                        List<String> range = range(refused);
                        if (!range.isEmpty()) {
                            String key = "sections." + section.page() + "." + field.key() + ".hint";
                            assertNames(key, range);
                            numbers.add(section.page() + "." + field.key());
                        }
                    }
                }
            }
        }
        // Otherwise the rules were not asked.
        assertThat(numbers)
                .hasSize(18)
                .contains(
                        "bounce-profiles.maxRetries",
                        "bounce-profiles.maxTimeInQueue",
                        "listeners.port",
                        "listeners.maxMessageSize",
                        "mail-flow-policies.maxRecipientsPerHour",
                        "log-subscriptions.maxFiles");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            destinationControls: {default: {concurrentConnections: 0}} | destinations.setting.concurrentConnections.hint
            destinationControls: {default: {messagesPerConnection: 0}} | destinations.setting.messagesPerConnection.hint
            destinationControls: {default: {recipientLimit: {recipients: -1, minutes: 60}}} | destinations.setting.recipientLimit.hint
            destinationControls: {default: {recipientLimit: {recipients: 1, minutes: 0}}} | destinations.setting.recipientLimit.hint
            dns: {timeout: 61s} | dns.timeout.hint
            dns: {servers: [{address: 192.0.2.1, port: 0}]} | dns.rows.hint
            dns: {servers: [{address: 192.0.2.1, priority: -1}]} | dns.rows.hint
            alerts: {initialWait: 90000s, maxWait: 86400s} | sections.alert-settings.initialWait.hint
            alerts: {maxWait: 90000s} | sections.alert-settings.maxWait.hint
            alerts: {downRecipients: 1000001} | sections.alert-settings.downRecipients.hint
            alerts: {downTime: 31d} | sections.alert-settings.downTime.hint
            alerts: {downDestinations: 100001} | sections.alert-settings.downDestinations.hint
            alerts: {growthRecipients: -1} | sections.alert-settings.growthRecipients.hint
            alerts: {growthFactor: 0} | sections.alert-settings.growthFactor.hint
            alerts: {oldestRecipient: 31d} | sections.alert-settings.oldestRecipient.hint
            alerts: {bouncesWithin: 31d} | sections.alert-settings.bouncesWithin.hint
            alerts: {expiredRecipients: -1} | sections.alert-settings.expiredRecipients.hint
            alerts: {daneRecipients: -1} | sections.alert-settings.daneRecipients.hint
            alerts: {daneMandatoryRecipients: 1000001} | sections.alert-settings.daneMandatoryRecipients.hint
            alerts: {reminder: 31d} | sections.alert-settings.reminder.hint
            smtpRoutes: [{domain: a.example, hosts: [{host: b.example, port: 0}]}] | sections.smtp-routes.hosts.hint
            smtpRoutes: [{domain: a.example, hosts: [{host: b.example, priority: -1}]}] | sections.smtp-routes.hosts.hint
            """)
    void the_help_of_other_forms_names_the_range_that_the_rules_have(String policy, String key) {
        List<String> range = PolicyFile.read(policy).faults().stream()
                .map(Fault::wording)
                .filter(Objects::nonNull)
                .flatMap(w -> range(w).stream())
                .toList();

        assertThat(range).as(policy).hasSize(2);
        assertNames(key, range);
    }

    static Stream<Path> templates() throws IOException {
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            return new ArrayList<>(files.filter(p -> p.toString().endsWith(".html"))
                            .filter(p -> !p.endsWith(Path.of("console", "fragments.html")))
                            .sorted()
                            .toList())
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void every_part_of_a_form_is_given_a_help_text(Path template) throws IOException {
        Matcher part = PART.matcher(Files.readString(template));
        while (part.find()) {
            String[] given = part.group(3).split(", ");
            if (!PLAIN.contains(part.group(2))) {
                assertThat(given.length).as(part.group()).isGreaterThan(1);
                assertThat(given[1]).as(part.group()).matches("#\\{[\\w.-]+}");
                String key = given[1].substring(2, given[1].length() - 1);
                assertHelp(key);
                if (part.group(1).equals("number")) {
                    assertNames(key, List.of(given[2].replace("'", ""), given[3].replace("'", "")));
                }
            }
        }
    }

    /// Radio buttons and boxes stand in a group that has the help text; toolbars above a list say what they do by
    /// label.
    @ParameterizedTest
    @MethodSource("templates")
    void every_field_written_out_names_its_help_text(Path template) throws IOException {
        Matcher form = FORM.matcher(Files.readString(template));
        while (form.find()) {
            if (!form.group(1).contains("method=\"post\"") || !form.group(1).contains("class=\"form\"")) {
                continue;
            }
            Matcher typed = TYPED.matcher(form.group(2));
            while (typed.find()) {
                String tag = typed.group();
                boolean said = tag.contains("type=\"hidden\"")
                        || tag.contains(" hidden ")
                        || tag.contains("type=\"radio\"")
                        || tag.contains("name=\"take\"")
                        || tag.contains("visually-hidden")
                        || tag.contains("aria-describedby=");
                assertThat(said).as(template + ": " + tag).isTrue();
            }
        }
    }

    private static List<Wording> refusals(PolicySection section, SectionField field, String value) {
        Policy policy = Policy.defaults();
        SectionPlace place = SectionPlace.of(section, policy, "").orElseThrow();
        int at = SectionList.of(policy, place).size();
        Edit edit = SectionList.with(
                policy,
                place,
                items -> {
                    items.add(new LinkedHashMap<>(Map.of("name", "one", "behavior", "RELAY")));
                    items.getLast().keySet().retainAll(keys(section));
                    items.getLast().put(field.key(), field.value(value));
                    return items;
                },
                place.path() + "[" + at + "].");
        return edit instanceof Edit.Faulty faulty
                ? faulty.faults().stream()
                        .filter(f -> f.field().equals(field.key()))
                        .map(Fault::wording)
                        .toList()
                : List.of();
    }

    private static Set<String> keys(PolicySection section) {
        Set<String> keys = new TreeSet<>();
        section.fields().forEach(f -> keys.add(f.key()));
        return keys;
    }

    /// Least and most of a refusal that is about a range; empty for others.
    private static List<String> range(Wording refused) {
        return switch (refused.code()) {
            case "policy.range", "policy.range.seconds" ->
                refused.arguments().subList(1, 3).stream().map(String::valueOf).toList();
            default -> SIZES.getOrDefault(refused.code(), List.of());
        };
    }

    private void assertHelp(String key) {
        for (Locale language : LANGUAGES) {
            assertThat(help(key, language)).as(key + " " + language).isNotNull().hasSizeGreaterThan(10);
        }
    }

    private void assertNames(String key, List<String> range) {
        for (Locale language : LANGUAGES) {
            String digits = String.valueOf(help(key, language)).replaceAll("(?<=\\d)[.,](?=\\d{3})", "");
            for (String bound : range) {
                assertThat(digits).as(key + " " + language).containsPattern("\\b" + bound + "\\b");
            }
        }
    }

    private String help(String key, Locale language) {
        return texts.getMessage(key, null, null, language);
    }
}
