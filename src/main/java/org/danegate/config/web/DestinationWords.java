package org.danegate.config.web;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.danegate.console.Texts;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.IpAddressPreference;
import org.danegate.policy.LimitApply;
import org.danegate.policy.LimitType;
import org.danegate.policy.RecipientLimit;
import org.danegate.policy.TlsSupport;
import org.jspecify.annotations.Nullable;

/// The words for a destination's settings in the language of one request, each looked up once: a page has hundreds of
/// rows that say the same few things.
final class DestinationWords {

    private final Texts texts;
    private final Map<String, String> known = new HashMap<>();

    DestinationWords(Texts texts) {
        this.texts = texts;
    }

    /// @param key without the bundle's `destinations.`
    String of(String key, Object... places) {
        String name = places.length == 0 ? key : key + Arrays.toString(places);
        return known.computeIfAbsent(name, n -> texts.of("destinations." + key, places));
    }

    String label(DestinationField field) {
        return of("field." + field.name());
    }

    /// An own value, or `Default`.
    String own(@Nullable Object value) {
        return value == null ? of("default") : value(value);
    }

    /// An own value, or `Default (Preferred)`.
    String own(@Nullable Object value, Object inherited) {
        return value == null ? of("default.of", value(inherited)) : value(value);
    }

    /// A value of a {@link DestinationField}.
    String value(Object value) {
        return switch (value) {
            case IpAddressPreference v -> of("ip." + v.name());
            case LimitType v -> of("limit-type." + v.name());
            case LimitApply v -> of("limit-apply." + v.name());
            case TlsSupport v -> of("tls." + v.name());
            case DaneSupport v -> of("dane." + v.name());
            case Boolean v -> of(v ? "yes" : "no");
            case RecipientLimit v ->
                v.recipients() == 0 ? of("no-limit") : of("recipients-per", v.recipients(), v.minutes());
            case Integer v -> of("number", v);
            default -> value.toString();
        };
    }
}
