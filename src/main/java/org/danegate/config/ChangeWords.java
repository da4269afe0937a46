package org.danegate.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.danegate.console.Texts;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.SettingType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Puts changes of the policy into the reader's language, with the words that the forms use.
@Component
public class ChangeWords {

    private final Texts texts;

    ChangeWords(Texts texts) {
        this.texts = texts;
    }

    /// A change in words.
    ///
    /// @param id as {@link PolicyChange#id} has it
    /// @param kind `added`, `changed` or `deleted`, for marks
    /// @param word the same in words
    /// @param author who submitted it, null when no row records it
    /// @param address page that shows the object, empty when there is none
    public record Shown(
            String id,
            String object,
            String kind,
            String word,
            List<ShownField> fields,
            @Nullable String author,
            String address) {}

    /// A value that differs.
    ///
    /// @param key key of the policy file
    /// @param before shown unless the object is new
    /// @param after shown unless the object is deleted
    public record ShownField(String label, String key, String before, String after) {}

    /// A change without an author.
    public Shown of(PolicyChange change) {
        return of(change, null);
    }

    public Shown of(PolicyChange change, @Nullable String author) {
        PolicyObject object = change.object();
        String word = change.kind().name().toLowerCase(Locale.ROOT);
        return new Shown(
                change.id(),
                name(object),
                word,
                texts.of("diff." + word),
                change.fields().stream().map(f -> field(object.kind(), f)).toList(),
                author,
                object.order() ? "" : ObjectPages.address(object, change.kind()));
    }

    /// What a group of equal changes is about, such as "50 destinations".
    ///
    /// @param kind one with several objects
    public String many(PolicyObject.Kind kind, int count) {
        return texts.of("diff.group." + key(kind), count);
    }

    private String name(PolicyObject object) {
        String key = key(object.kind());
        return object.order()
                ? texts.of("diff.object.order", texts.of("diff.list." + key))
                : texts.of("diff.object." + key, object.name());
    }

    /// The key of a kind's words in the bundle.
    private static String key(PolicyObject.Kind kind) {
        return switch (kind) {
            case GLOBAL_SETTINGS -> "global";
            case DEFAULT_DESTINATION -> "default";
            case SMTP_ROUTE -> "route";
            default -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        };
    }

    private ShownField field(PolicyObject.Kind kind, PolicyChange.Field field) {
        Optional<DestinationSetting<?>> setting =
                kind == PolicyObject.Kind.DEFAULT_DESTINATION || kind == PolicyObject.Kind.DESTINATION
                        ? DestinationSetting.of(field.name())
                        : Optional.empty();
        return setting.isPresent() ? field(setting.get(), field) : otherField(kind, field);
    }

    private ShownField field(DestinationSetting<?> setting, PolicyChange.Field field) {
        return new ShownField(
                texts.of(setting.code()),
                field.name(),
                value(setting, field.before(), field.inheritedBefore()),
                value(setting, field.after(), field.inheritedAfter()));
    }

    private String value(DestinationSetting<?> setting, String own, String inherited) {
        if (!own.isEmpty()) {
            return value(setting, own);
        }
        return inherited.isEmpty() ? texts.of("diff.unset") : texts.of("diff.inherited", value(setting, inherited));
    }

    private String value(DestinationSetting<?> setting, String raw) {
        return switch (setting.type()) {
            case SettingType.Words<?> any -> texts.of(setting.code() + "." + raw);
            case SettingType.Truth any -> texts.of("diff.value." + raw);
            default -> raw;
        };
    }

    private ShownField otherField(PolicyObject.Kind kind, PolicyChange.Field field) {
        String form = ObjectPages.form(kind) + field.name();
        String label = texts.orElse(
                texts.orElse(texts.orElse(field.name(), "diff.field." + field.name()), form),
                "diff.field." + key(kind) + "." + field.name());
        return new ShownField(
                label,
                field.name(),
                value(field.name(), form, field.before(), field.inheritedBefore()),
                value(field.name(), form, field.after(), field.inheritedAfter()));
    }

    private String value(String name, String form, String own, String inherited) {
        return own.isEmpty() && !inherited.isEmpty()
                ? texts.of("diff.inherited", value(name, form, inherited))
                : value(name, form, own);
    }

    /// A value as a form shows it; lists and maps lose the brackets, which only programs need.
    ///
    /// @param form code of the field's name on its form; those of the words of its values are below it
    private String value(String name, String form, String raw) {
        if (raw.isEmpty()) {
            return name.contains("senders") || name.contains("hosts") ? "—" : texts.of("diff.unset");
        }
        String plain = raw.replace("}, {", "; ").replaceAll("[\\[\\]{}]", "").replace("=", " ");
        String inUnits = name.endsWith("Size") ? PolicyUnits.size(plain) : PolicyUnits.time(plain);
        String known = texts.orElse(inUnits, "diff.value." + plain);
        return plain.matches("[A-Z_]+") ? texts.orElse(known, form + "." + plain) : known;
    }
}
