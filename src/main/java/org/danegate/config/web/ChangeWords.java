package org.danegate.config.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.danegate.config.PolicyChange;
import org.danegate.console.Texts;
import org.danegate.policy.DestinationSetting;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/// Says changes of the policy in the reader's language, with the words that the forms use.
@Component
class ChangeWords {

    /// Beginning of an object's label, the key of its words, and the page it stands on. Longer beginnings first.
    private record Kind(String label, String key, String address) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("Destination Controls global settings", "global", "/mail-policies/destinations/global"),
            new Kind("Destination Default", "default", "/mail-policies/destinations/default"),
            new Kind("Destination ", "destination", "/mail-policies/destinations"),
            new Kind("DNS", "dns", "/network/dns"),
            new Kind("SMTP route ", "route", "/network/smtp-routes"),
            new Kind("Bounce profile ", "bounce-profile", "/network/bounce-profiles"),
            new Kind("Listener ", "listener", "/network/listeners"),
            new Kind("Mail flow policy ", "mail-flow-policy", "/mail-policies/mail-flow-policies"),
            new Kind("Recipient access ", "recipient-access", "/mail-policies/recipient-access"),
            new Kind("Log subscription ", "log-subscription", "/system/log-subscriptions"),
            new Kind("IP interface ", "ip-interface", "/network/ip-interfaces"),
            new Kind("Outgoing interface of ", "sender-interface", "/network/sender-interfaces"),
            new Kind("Default IP interface", "default-interface", PolicySettings.DEFAULT_INTERFACE.address()),
            new Kind("Alert recipient ", "alert-recipient", "/system/alert-recipients"),
            new Kind("Alert settings", "alert-settings", PolicySettings.ALERTS.address()),
            new Kind("Order of ", "order", ""));

    private static final Map<String, String> ORDERED = Map.of(
            "SMTP routes", "route",
            "bounce profiles", "bounce-profile",
            "listeners", "listener",
            "mail flow policies", "mail-flow-policy",
            "recipient access", "recipient-access",
            "log subscriptions", "log-subscription");

    private final Texts texts;

    ChangeWords(Texts texts) {
        this.texts = texts;
    }

    /// A change in words.
    ///
    /// @param kind `added`, `changed` or `deleted`, for marks
    /// @param word the same in words
    /// @param author who submitted it, null where no row tells
    /// @param address page that the object stands on, empty where there is none
    public record Shown(
            String object,
            String kind,
            String word,
            List<ShownField> fields,
            @Nullable String author,
            String address) {}

    /// A value that differs.
    ///
    /// @param key key of the policy file
    public record ShownField(String label, String key, String before, String after) {}

    /// A change without an author.
    Shown of(PolicyChange change) {
        return of(change, null);
    }

    Shown of(PolicyChange change, @Nullable String author) {
        Kind kind = KINDS.stream()
                .filter(k -> change.object().startsWith(k.label()))
                .findFirst()
                .orElse(new Kind("", "other", ""));
        String name = change.object().substring(kind.label().length());
        String word = change.kind().name().toLowerCase(Locale.ROOT);
        return new Shown(
                texts.of("diff.object." + kind.key(), kind.key().equals("order") ? ordered(name) : name),
                word,
                texts.of("diff." + word),
                change.fields().stream().map(f -> field(kind, f)).toList(),
                author,
                address(kind, name, change.kind()));
    }

    private String ordered(String list) {
        String key = ORDERED.get(list);
        return key == null ? list : texts.of("diff.list." + key);
    }

    private static String address(Kind kind, String name, PolicyChange.Kind what) {
        return kind.key().equals("destination") && what != PolicyChange.Kind.DELETED
                ? UriComponentsBuilder.fromPath(kind.address())
                        .queryParam("filter", "{name}")
                        .encode()
                        .buildAndExpand(name)
                        .toUriString()
                : kind.address();
    }

    private ShownField field(Kind kind, PolicyChange.Field field) {
        Optional<DestinationSetting<?>> setting =
                kind.key().equals("default") || kind.key().equals("destination")
                        ? DestinationSetting.of(field.name())
                        : Optional.empty();
        return setting.isPresent() ? field(setting.get(), field) : otherField(kind, field);
    }

    private ShownField field(DestinationSetting<?> setting, PolicyChange.Field field) {
        DestinationWords words = new DestinationWords(texts);
        return new ShownField(
                words.label(setting),
                field.name(),
                value(setting, field.before(), words),
                value(setting, field.after(), words));
    }

    private String value(DestinationSetting<?> setting, String raw, DestinationWords words) {
        return raw.isEmpty()
                ? texts.of("diff.unset")
                : words.value(setting, setting.type().parse(raw));
    }

    private ShownField otherField(Kind kind, PolicyChange.Field field) {
        String label = texts.orElse(
                texts.orElse(field.name(), "diff.field." + field.name()),
                "diff.field." + kind.key() + "." + field.name());
        return new ShownField(
                label, field.name(), value(field.name(), field.before()), value(field.name(), field.after()));
    }

    /// A value as a form shows it; lists and maps lose the brackets that only programs need.
    private String value(String name, String raw) {
        if (raw.isEmpty()) {
            return name.contains("senders") || name.contains("hosts") ? "—" : texts.of("diff.unset");
        }
        String plain = raw.replace("}, {", "; ").replaceAll("[\\[\\]{}]", "").replace("=", " ");
        String timed = plain.matches("[0-9]+s") ? SectionField.time(name).typed(plain) : plain;
        return texts.orElse(timed, "diff.value." + plain);
    }
}
