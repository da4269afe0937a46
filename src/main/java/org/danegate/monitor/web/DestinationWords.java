package org.danegate.monitor.web;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.danegate.console.Texts;
import org.danegate.dane.EvidenceNode;
import org.danegate.monitor.Attempt;
import org.danegate.monitor.AttemptGroup;
import org.danegate.monitor.AttemptPath;
import org.danegate.monitor.DaneResult;
import org.danegate.monitor.DestinationCount;
import org.danegate.monitor.LastError;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationSetting;
import org.danegate.queue.QueuedDelivery;
import org.jspecify.annotations.Nullable;

/// What the page of a destination shows, in words: the profile, the attempts, and how long mail has waited.
record DestinationWords(Texts texts) {

    private static final List<DestinationSetting<?>> SHOWN = List.of(
            DestinationSetting.TLS,
            DestinationSetting.DANE,
            DestinationSetting.MTA_STS,
            DestinationSetting.IP_ADDRESS_PREFERENCE,
            DestinationSetting.CONCURRENT_CONNECTIONS,
            DestinationSetting.MESSAGES_PER_CONNECTION,
            DestinationSetting.BOUNCE_PROFILE);

    /// A setting in force and where it comes from.
    record Setting(String name, String value, String source) {}

    /// Equal attempts, in words.
    ///
    /// @param key the time of the oldest, which stays while newer ones join
    /// @param repeated since when and how often; empty for a single attempt
    /// @param quoted the words of the log; empty when nothing failed
    record AttemptLine(
            String key,
            String at,
            String ago,
            int recipients,
            String kind,
            String dane,
            String outcome,
            String repeated,
            String quoted,
            EvidenceNode evidence) {}

    AttemptLine attempt(AttemptGroup group, Instant now) {
        Attempt a = group.newest();
        DaneResult dane = DaneResult.of(a.evidence());
        String outcome = AttemptPath.of(a.evidence(), a.trouble())
                .broken()
                .map(step -> texts.of(step.says()))
                .orElseGet(() -> texts.of("monitor.delivered"));
        return new AttemptLine(
                group.oldest().at().toString(),
                a.at().toString(),
                Words.ago(a.at(), now),
                a.recipients(),
                Words.kind(dane),
                texts.of("monitor.dane." + dane.name().toLowerCase(Locale.ROOT)),
                outcome,
                group.count() == 1
                        ? ""
                        : texts.of(
                                "why.repeated",
                                Words.number(group.count()),
                                Words.clock(group.oldest().at(), now)),
                a.trouble() == null ? "" : a.trouble().text(),
                a.evidence().tree());
    }

    /// Why recipients wait.
    ///
    /// @param sentence what it means; empty when only the words of the log are known
    /// @param quoted the words of the log; empty for those that were not tried
    record ReasonLine(int recipients, String sentence, String quoted) {}

    /// The reasons of waiting recipients, most first.
    ///
    /// @param reasons recipients by the words of the log
    List<ReasonLine> reasons(DestinationCount count, Map<String, Integer> reasons) {
        return reasons.entrySet().stream()
                .map(e -> reason(count, e.getKey(), e.getValue()))
                .toList();
    }

    private ReasonLine reason(DestinationCount count, String text, int recipients) {
        if (text.isEmpty()) {
            return new ReasonLine(recipients, texts.of("monitor.not-tried"), "");
        }
        return count.meaning(text)
                .map(meaning -> new ReasonLine(recipients, texts.of(meaning), text))
                .orElseGet(() -> new ReasonLine(recipients, "", text));
    }

    /// What the last error means; null when only its text is known.
    @Nullable
    String meaning(DestinationCount count) {
        LastError last = count.lastError();
        return last == null ? null : count.meaning(last.text()).map(texts::of).orElse(null);
    }

    /// How many recipients have waited how long.
    Map<String, Integer> ages(List<QueuedDelivery> waiting, Instant now) {
        Map<String, Integer> ages = new LinkedHashMap<>();
        for (int band = 0; band < 4; band++) {
            ages.put(texts.of("monitor.age." + band), 0);
        }
        for (QueuedDelivery delivery : waiting) {
            Duration age = Duration.between(delivery.receivedAt(), now);
            int band = age.toMinutes() < 5 ? 0 : age.toHours() < 1 ? 1 : age.toDays() < 1 ? 2 : 3;
            ages.merge(texts.of("monitor.age." + band), delivery.recipients().size(), Integer::sum);
        }
        return ages;
    }

    List<Setting> settings(DestinationControls.Effective effective) {
        return SHOWN.stream()
                .map(s -> new Setting(
                        texts.of(s.code()), value(s, effective.profile().get(s)), source(s, effective)))
                .toList();
    }

    private String source(DestinationSetting<?> setting, DestinationControls.Effective effective) {
        DestinationEntry e = effective.entry();
        if (setting == DestinationSetting.DANE && effective.exception() != null) {
            return texts.of("why.source.exception");
        }
        return e == null || e.get(setting) == null
                ? texts.of("monitor.source.default")
                : texts.of("monitor.source.entry", e.pattern());
    }

    private String value(DestinationSetting<?> setting, Object value) {
        return value instanceof Integer number
                ? Words.number(number)
                : texts.orElse(String.valueOf(value), setting.code() + "." + value);
    }
}
