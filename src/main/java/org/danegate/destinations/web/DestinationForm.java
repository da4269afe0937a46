package org.danegate.destinations.web;

import java.util.LinkedHashMap;
import java.util.Map;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DestinationSettings;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.RecipientLimit;
import org.danegate.policy.SettingType.Rate;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;
import org.springframework.validation.Errors;
import org.springframework.validation.MapBindingResult;

/// The seed's form for a destination: texts by the names of their fields, so that nothing typed is lost. An empty
/// choice means "use Default"; a number has an extra field `<name>UseDefault`.
final class DestinationForm {

    /// Name of the form in models.
    static final String NAME = "form";

    private static final String DOMAIN = "domain";
    private static final String VERSION = "version";
    private static final String USE_DEFAULT = "UseDefault";

    private final Map<String, String> typed = new LinkedHashMap<>();

    private DestinationForm() {
        typed.put(DOMAIN, "");
        typed.put(VERSION, "0");
        for (DestinationSetting<?> setting : DestinationSetting.all()) {
            TypedSettings.fields(setting).forEach(f -> typed.put(f, ""));
            if (TypedSettings.isNumber(setting)) {
                typed.put(TypedSettings.fields(setting).getFirst() + USE_DEFAULT, "true");
            }
        }
        typed.put(Rate.PARTS.getLast(), String.valueOf(RecipientLimit.NONE.minutes()));
    }

    /// Reads the posted values; fields that are not part of the form are ignored.
    static DestinationForm posted(Map<String, String> parameters) {
        DestinationForm form = new DestinationForm();
        form.typed.replaceAll(parameters::getOrDefault);
        return form;
    }

    /// A form that uses Default for all, whose numbers begin with those of Default.
    static DestinationForm blank(DestinationProfile d) {
        DestinationForm form = new DestinationForm();
        DestinationSetting.all().stream().filter(TypedSettings::isNumber).forEach(s -> form.show(s, d.values()));
        return form;
    }

    static DestinationForm of(DestinationEntry e, long version, DestinationProfile d) {
        DestinationForm form = blank(d);
        form.put(DOMAIN, e.pattern().toString());
        form.put(VERSION, String.valueOf(version));
        form.showOwn(e.own());
        return form;
    }

    static DestinationForm of(DestinationProfile d, long version) {
        DestinationForm form = new DestinationForm();
        form.put(DOMAIN, "Default");
        form.put(VERSION, String.valueOf(version));
        form.showOwn(d.values());
        return form;
    }

    private void showOwn(DestinationSettings own) {
        for (DestinationSetting<?> setting : DestinationSetting.all()) {
            if (own.get(setting) != null) {
                show(setting, own);
                typed.replace(TypedSettings.fields(setting).getFirst() + USE_DEFAULT, "false");
            }
        }
    }

    private <T> void show(DestinationSetting<T> setting, DestinationSettings values) {
        T value = values.get(setting);
        if (value instanceof RecipientLimit limit) {
            put(Rate.PARTS.getFirst(), String.valueOf(limit.recipients()));
            put(Rate.PARTS.getLast(), String.valueOf(limit.minutes()));
        } else if (value != null) {
            put(setting.key(), setting.type().text(value));
        }
    }

    /// Takes one setting's fields from another form.
    void take(DestinationSetting<?> setting, DestinationForm other) {
        for (String field : TypedSettings.fields(setting)) {
            put(field, other.typed.getOrDefault(field, ""));
            typed.computeIfPresent(field + USE_DEFAULT, other.typed::getOrDefault);
        }
    }

    /// The entry as far as it can be read; an unreadable setting is absent and has a fault at its field.
    DestinationEntry entry(Errors faults) {
        TypedSettings read = new TypedSettings(typed, faults);
        DomainPattern pattern = pattern(faults);
        DestinationSettings own = DestinationSettings.NONE;
        for (DestinationSetting<?> setting : DestinationSetting.inFormOrder()) {
            own = own.withValue(setting, value(setting, read));
        }
        return new DestinationEntry(pattern == null ? DomainPattern.parse("invalid") : pattern, own);
    }

    private @Nullable Object value(DestinationSetting<?> setting, TypedSettings read) {
        if (!TypedSettings.isNumber(setting)) {
            return read.chosen(setting);
        }
        String field = TypedSettings.fields(setting).getFirst();
        boolean inherits = Boolean.TRUE.equals(read.truth(field, read.text(field + USE_DEFAULT)));
        return inherits ? null : read.number(setting);
    }

    private @Nullable DomainPattern pattern(Errors faults) {
        try {
            return DomainPattern.parse(typed.getOrDefault(DOMAIN, ""));
        } catch (IllegalArgumentException e) {
            faults.rejectValue(
                    DOMAIN,
                    "destinations.fault.domain",
                    "Destination must be a domain such as example.com, or .example.com for its subdomains.");
            return null;
        }
    }

    /// The texts as templates show them.
    Map<String, String> typed() {
        return typed;
    }

    /// An empty set of faults for the fields of this form.
    BindingResult faults() {
        return new MapBindingResult(typed, NAME);
    }

    /// Puts a domain into its field.
    void setDomain(String domain) {
        put(DOMAIN, domain);
    }

    /// The version that the next submit is based on.
    void setVersion(long version) {
        put(VERSION, String.valueOf(version));
    }

    /// Puts a text into a field.
    void put(String field, String text) {
        typed.put(field, text);
    }
}
