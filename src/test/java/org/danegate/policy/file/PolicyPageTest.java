package org.danegate.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.danegate.policy.AlertSettings;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.IpAddressPreference;
import org.danegate.policy.LimitApply;
import org.danegate.policy.LimitType;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.LogSubscription;
import org.danegate.policy.MailFlowPolicy;
import org.danegate.policy.RecipientAccess;
import org.danegate.policy.TlsRule;
import org.danegate.policy.TlsSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The page about the policy file names the allowed words, and the fault for another word in a file names the
/// same ones.
class PolicyPageTest {

    static Stream<Arguments> words() {
        return Stream.of(
                Arguments.of("`ipAddressPreference`", IpAddressPreference.values()),
                Arguments.of("`limitType`", LimitType.values()),
                Arguments.of("`limitApply`", LimitApply.values()),
                Arguments.of("`tls` of a profile", TlsSupport.values()),
                Arguments.of("`tls` of a listener", ListenerSettings.ListenerTls.values()),
                Arguments.of("`dane` of a profile", DaneSupport.values()),
                Arguments.of("`least` of `tlsBySender`", TlsRule.Least.values()),
                Arguments.of("`behavior`", MailFlowPolicy.Behavior.values()),
                Arguments.of("`action` of `recipientAccess`", RecipientAccess.Action.values()),
                Arguments.of("`type` of `logSubscriptions`", LogSubscription.Type.values()),
                Arguments.of("`level`", LogSubscription.Level.values()),
                Arguments.of("`severity`", AlertSettings.Severity.values()));
    }

    @ParameterizedTest
    @MethodSource("words")
    void the_page_names_the_allowed_words(String key, Enum<?>[] words) throws IOException {
        String row = Files.readAllLines(Path.of("docs/policy-file.md")).stream()
                .filter(line -> line.startsWith("| " + key + " | "))
                .findFirst()
                .orElse("");
        List<String> named = Pattern.compile("`([A-Z0-9_]+)`")
                .matcher(row)
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(words).map(Enum::name).toList());
    }

    @ParameterizedTest
    @MethodSource("words")
    void a_file_with_another_word_is_told_the_allowed_ones(String key, Enum<?>[] words) {
        String said = switch (key) {
            case "`behavior`" -> told("mailFlowPolicies: [ { name: A, behavior: ODD } ]");
            case "`action` of `recipientAccess`" -> told("recipientAccess: [ { domain: a.example, action: ODD } ]");
            case "`type` of `logSubscriptions`" -> told("logSubscriptions: [ { name: a, type: ODD } ]");
            case "`least` of `tlsBySender`" -> told("tlsBySender: [ { name: a, least: ODD } ]");
            case "`level`" -> told("logSubscriptions: [ { name: a, level: ODD } ]");
            case "`severity`" -> told("alerts: { recipients: [ { address: a@b.example, severity: ODD } ] }");
            case "`tls` of a listener" -> told("listeners: [ { name: A, tls: ODD } ]");
            default -> {
                Matcher name = Pattern.compile("`(\\w+)`").matcher(key);
                assertThat(name.find()).isTrue();
                yield told("destinationControls: { default: { " + name.group(1) + ": ODD } }");
            }
        };
        for (Enum<?> word : words) {
            assertThat(said).contains(word.name());
        }
    }

    @Test
    void the_page_names_every_key_of_a_profile() throws IOException {
        String page = Files.readString(Path.of("docs/policy-file.md"));

        String[] keys = told("destinationControls: { default: { odd: 1 } }")
                .replaceFirst(".*known are ", "")
                .split(", ");
        assertThat(keys).contains("tls", "chunking");
        for (String key : keys) {
            assertThat(page).as(key).contains("`" + key + "`");
        }
    }

    private static String told(String text) {
        return PolicyFile.read(text).faults().getFirst().message();
    }
}
