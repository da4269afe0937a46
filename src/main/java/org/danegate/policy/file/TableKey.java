package org.danegate.policy.file;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.IpAddressPreference;
import org.danegate.policy.LimitApply;
import org.danegate.policy.LimitType;
import org.danegate.policy.TlsSupport;

/// The keys of a destination table file in the order in which they are written (esa-webui.md 1.7).
/// `dane_support` and the word `require_verify_hosted` are ours: the appliance's own are not published. `chunking` is
/// ours too: the appliance has no such setting.
enum TableKey {
    IP_SORT_PREF,
    MAX_HOST_CONCURRENCY,
    MAX_MESSAGES_PER_CONNECTION,
    RECIPIENT_MINUTES,
    RECIPIENT_LIMIT,
    LIMIT_TYPE,
    LIMIT_APPLY,
    BOUNCE_VALIDATION,
    TABLE_TLS,
    DANE_SUPPORT,
    CHUNKING,
    BOUNCE_PROFILE,
    SEND_TLS_REQ_ALERT,
    CERTIFICATE;

    static final Map<String, IpAddressPreference> PREFERENCES = words(
            "PREFER_V6", IpAddressPreference.PREFER_V6,
            "REQUIRE_v6", IpAddressPreference.REQUIRE_V6,
            "PREFER_V4", IpAddressPreference.PREFER_V4,
            "REQUIRE_v4", IpAddressPreference.REQUIRE_V4);
    static final Map<String, LimitType> LIMIT_TYPES =
            words("host", LimitType.DOMAIN, "0", LimitType.DOMAIN, "MXIP", LimitType.MX_IP, "1", LimitType.MX_IP);
    static final Map<String, LimitApply> LIMIT_APPLIES = words(
            "system", LimitApply.SYSTEM_WIDE,
            "0", LimitApply.SYSTEM_WIDE,
            "VG", LimitApply.EACH_VIRTUAL_GATEWAY,
            "1", LimitApply.EACH_VIRTUAL_GATEWAY);
    static final Map<String, Boolean> SWITCHES = words("off", false, "0", false, "on", true, "1", true);
    static final Map<String, DaneSupport> DANE = words(
            "none", DaneSupport.NONE,
            "opportunistic", DaneSupport.OPPORTUNISTIC,
            "mandatory", DaneSupport.MANDATORY);
    static final Map<String, TlsSupport> TLS = words(
            "off", TlsSupport.NONE,
            "0", TlsSupport.NONE,
            "on", TlsSupport.PREFERRED,
            "1", TlsSupport.PREFERRED,
            "required", TlsSupport.REQUIRED,
            "2", TlsSupport.REQUIRED,
            "on_verify", TlsSupport.PREFERRED_VERIFY,
            "3", TlsSupport.PREFERRED_VERIFY,
            "require_verify", TlsSupport.REQUIRED_VERIFY,
            "4", TlsSupport.REQUIRED_VERIFY,
            "require_verify_hosted", TlsSupport.REQUIRED_VERIFY_HOSTED_DOMAINS);

    static Optional<TableKey> of(String text) {
        try {
            return Optional.of(valueOf(text.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The key as it is written.
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether the value names something, and is no word or number of the format.
    boolean isName() {
        return this == BOUNCE_PROFILE || this == CERTIFICATE;
    }

    boolean onlyInDefault() {
        return this == SEND_TLS_REQ_ALERT || this == CERTIFICATE;
    }

    /// Whether `[DEFAULT]` must have it; what may be left out means "no limit", "none" or "off".
    boolean neededInDefault() {
        return switch (this) {
            case IP_SORT_PREF,
                    MAX_HOST_CONCURRENCY,
                    MAX_MESSAGES_PER_CONNECTION,
                    LIMIT_TYPE,
                    LIMIT_APPLY,
                    BOUNCE_VALIDATION,
                    TABLE_TLS -> true;
            default -> false;
        };
    }

    /// The word for a value, the first there is.
    static <T> String word(Map<String, T> words, T value) {
        return words.entrySet().stream()
                .filter(w -> w.getValue().equals(value))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /// The number for a value.
    static <T> String digit(Map<String, T> words, T value) {
        return words.entrySet().stream()
                .filter(w -> w.getValue().equals(value)
                        && Character.isDigit(w.getKey().charAt(0)))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static <T> Map<String, T> words(Object... wordsAndValues) {
        Map<String, T> words = new LinkedHashMap<>();
        for (int i = 0; i < wordsAndValues.length; i += 2) {
            words.put((String) wordsAndValues[i], (T) wordsAndValues[i + 1]);
        }
        return words;
    }
}
