package org.danegate.alert.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.danegate.alert.Alert;
import org.danegate.alert.Alerts;
import org.danegate.console.TestTexts;
import org.danegate.console.Texts;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.queue.embedded.EmbeddedMessageQueue;
import org.danegate.wording.Wording;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.ui.ExtendedModelMap;

/// What the page of alerts says, in the reader's language.
class AlertsPageTest {

    private static final CommittedPolicy POLICY = new CommittedPolicy() {
        @Override
        public Revision current() {
            return new Revision(1, Policy.defaults());
        }

        @Override
        public void onCommit(Consumer<Revision> reader) {
            // Nothing is committed here.
        }
    };

    @AfterEach
    void own_language() {
        LocaleContextHolder.resetLocaleContext();
    }

    @Test
    void an_alert_is_said_in_the_language_of_who_looks(@TempDir Path folder) throws IOException {
        try (EmbeddedMessageQueue queue =
                new EmbeddedMessageQueue(folder, Instant::now, EmbeddedMessageQueue.Settings.defaults())) {
            Alerts alerts = new Alerts(POLICY, queue, event -> {}, Instant::now, "gate.example");
            AlertsPage page = new AlertsPage(alerts, POLICY, new Texts(TestTexts.bundles()));
            alerts.raise(
                    Alert.Kind.CERTIFICATE_EXPIRY,
                    "gateway",
                    Wording.of(
                            "certificate.alert.expires",
                            "gateway",
                            "2027-01-01T00:00:00Z",
                            30,
                            Wording.of("certificate.alert.used")));

            assertThat(words(page, Locale.ENGLISH))
                    .containsExactly("Certificate gateway expires at 2027-01-01T00:00:00Z, in 30 days. It is in use."
                            + " Replace it on Network > Certificates; where a TLSA record names it, publish the new"
                            + " record first.");
            assertThat(given(page)).containsExactly("gateway", "2027-01-01T00:00:00Z");
            assertThat(words(page, Locale.of("es")))
                    .singleElement()
                    .asString()
                    .startsWith("El certificado gateway caduca")
                    .contains("Está en uso.");
        }
    }

    private static List<String> words(AlertsPage page, Locale language) {
        LocaleContextHolder.setLocale(language);
        return rows(page)
                .map(row -> row.words().stream().map(AlertsPage.Part::text).collect(Collectors.joining()))
                .toList();
    }

    private static List<String> given(AlertsPage page) {
        return rows(page)
                .flatMap(row -> row.words().stream())
                .filter(AlertsPage.Part::given)
                .map(AlertsPage.Part::text)
                .toList();
    }

    private static Stream<AlertsPage.Row> rows(AlertsPage page) {
        ExtendedModelMap model = new ExtendedModelMap();
        page.show(null, null, model);
        return ((List<?>) Objects.requireNonNull(model.get("latest"))).stream().map(AlertsPage.Row.class::cast);
    }
}
