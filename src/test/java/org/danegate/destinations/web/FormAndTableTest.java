package org.danegate.destinations.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.IpAddressPreference;
import org.danegate.policy.LimitApply;
import org.danegate.policy.LimitType;
import org.danegate.policy.Policy;
import org.danegate.policy.PolicyValidation;
import org.danegate.policy.TlsSupport;
import org.danegate.policy.file.DestinationTableFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.validation.BindingResult;

/// An import of a table takes exactly what the form takes, and what one wrote the other reads.
class FormAndTableTest {

    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "2",
            "59",
            "60",
            "61",
            "999",
            "1000",
            "1001",
            "1,000",
            "1.000",
            "-1",
            "+5",
            " 7 ",
            "1e3",
            "0x10",
            "5.5",
            "",
            "many",
            "1000000000",
            "1000000001",
            "2147483648",
            "99999999999");

    static Stream<Arguments> numbers() {
        List<Arguments> cases = new ArrayList<>();
        for (String number : NUMBERS) {
            cases.add(Arguments.of("max_messages_per_connection", "", number, setter((form, text) -> {
                form.put("messagesPerConnectionUseDefault", "false");
                form.put("messagesPerConnection", text);
            })));
            cases.add(Arguments.of(
                    "max_host_concurrency", "limit_type = 0\nlimit_apply = 0\n", number, setter((form, text) -> {
                        form.put("concurrentConnectionsUseDefault", "false");
                        form.put("concurrentConnections", text);
                    })));
            cases.add(Arguments.of(
                    "recipient_limit",
                    "recipient_minutes = 1\nlimit_type = 0\nlimit_apply = 0\n",
                    number,
                    setter((form, text) -> {
                        form.put("recipientsUseDefault", "false");
                        form.put("recipients", text);
                        form.put("minutes", "1");
                    })));
            cases.add(Arguments.of(
                    "recipient_minutes",
                    "recipient_limit = 9\nlimit_type = 0\nlimit_apply = 0\n",
                    number,
                    setter((form, text) -> {
                        form.put("recipientsUseDefault", "false");
                        form.put("recipients", "9");
                        form.put("minutes", text);
                    })));
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void form_and_import_agree_on_every_number(
            String key, String companions, String number, BiConsumer<DestinationForm, String> setter) {
        DestinationForm form = DestinationForm.blank(DestinationProfile.defaults());
        form.put("domain", "a.example");
        setter.accept(form, number);

        agree(form, "[a.example]\n" + companions + key + " = " + number + "\n");
    }

    @ParameterizedTest
    @CsvSource({"true, on", "true, 1", "false, OFF", "false, 0", "maybe, maybe"})
    void form_and_import_agree_on_chunking(String chosen, String word) {
        DestinationForm form = DestinationForm.blank(DestinationProfile.defaults());
        form.put("domain", "a.example");
        form.put("chunking", chosen);

        agree(form, "[a.example]\nchunking = " + word + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.example",
                ".a.example",
                "A.Example.",
                " a.example ",
                "bücher.example",
                "faß.example",
                ".default",
                "localhost",
                "*.example",
                "all",
                "-bad.example",
                "bad-.example",
                "192.0.2.1",
                "[192.0.2.1]",
                "a..example",
                "",
                ".",
                "a_b.example",
                "a b.example",
                "x@y.example",
                "2001:db8::1",
                "a.example.",
                "1.example",
                "xn--bcher-kva.example",
                "\u200d.example"
            })
    void form_and_import_agree_on_every_name(String name) {
        DestinationForm form = DestinationForm.blank(DestinationProfile.defaults());
        form.put("domain", name);
        form.put("tls", TlsSupport.REQUIRED.name());
        agree(form, "[" + name + "]\ntable_tls = required\n");
    }

    /// All combinations of words of each entry that the form can submit.
    @Test
    void what_the_form_takes_is_the_same_after_export_and_import() {
        List<DestinationEntry> entries = new ArrayList<>();
        int n = 0;
        for (String preference : words(IpAddressPreference.values())) {
            for (String tls : words(TlsSupport.values())) {
                for (String dane : words(DaneSupport.values())) {
                    DestinationForm form = DestinationForm.blank(DestinationProfile.defaults());
                    form.put("domain", (n % 2 == 0 ? "" : ".") + "d" + n + ".example");
                    form.put("ipAddressPreference", preference);
                    form.put("tls", tls);
                    form.put("dane", dane);
                    form.put("limitType", words(LimitType.values()).get(n % 3));
                    form.put("limitApply", words(LimitApply.values()).get(n / 3 % 3));
                    form.put("bounceVerification", List.of("", "true", "false").get(n / 2 % 3));
                    form.put("chunking", List.of("true", "", "false").get(n % 3));
                    form.put("concurrentConnectionsUseDefault", String.valueOf(n % 5 != 0));
                    form.put("recipientsUseDefault", String.valueOf(n % 7 != 0));
                    form.put("messagesPerConnectionUseDefault", String.valueOf(n % 4 != 0));
                    form.put("bounceProfile", n % 6 == 0 ? "Default" : "");
                    n++;
                    DestinationEntry entry = accepted(form);
                    if (entry != null) {
                        entries.add(entry);
                    }
                }
            }
        }
        entries.sort(java.util.Comparator.comparing(DestinationEntry::pattern));
        DestinationControls table = table(entries);

        assertThat(entries).hasSizeGreaterThan(90);
        assertThat(DestinationTableFile.read(DestinationTableFile.write(table), Policy.defaults())
                        .table())
                .isEqualTo(table);
    }

    private static void agree(DestinationForm form, String section) {
        DestinationEntry typed = accepted(form);
        DestinationTableFile.Reading reading = DestinationTableFile.read(
                DestinationTableFile.write(table(List.of())) + "\n" + section, Policy.defaults());

        assertThat(reading.table() == null)
                .as("refused by import, whose faults are %s; the form has %s", reading.faults(), typed)
                .isEqualTo(typed == null);
        if (typed != null) {
            assertThat(Objects.requireNonNull(reading.table()).entries()).containsExactly(typed);
        }
    }

    /// The entry that the form submits; null when it refuses.
    private static DestinationEntry accepted(DestinationForm form) {
        BindingResult faults = form.faults();
        DestinationEntry entry = form.entry(faults);
        if (faults.hasErrors()) {
            return null;
        }
        Policy policy = Policy.defaults().with(table(List.of(entry)));
        return PolicyValidation.validate(policy).stream().anyMatch(v -> v.isError()) ? null : entry;
    }

    private static DestinationControls table(List<DestinationEntry> entries) {
        return new DestinationControls(
                DestinationProfile.defaults(), entries, new DestinationControls.Global(null, false));
    }

    private static List<String> words(Enum<?>[] values) {
        return Stream.concat(Stream.of(""), Stream.of(values).map(Enum::name)).toList();
    }

    private static BiConsumer<DestinationForm, String> setter(BiConsumer<DestinationForm, String> setter) {
        return setter;
    }
}
