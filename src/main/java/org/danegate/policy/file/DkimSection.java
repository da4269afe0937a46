package org.danegate.policy.file;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.danegate.address.DomainName;
import org.danegate.policy.DkimSettings;
import org.danegate.policy.SigningProfile;
import org.danegate.policy.SigningProfile.Headers;
import org.danegate.policy.SigningProfile.NextKey;
import org.danegate.policy.SigningProfile.SelectorKey;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// The section `dkim` of a policy file: signing profiles, which name their keys.
final class DkimSection {

    private static final List<String> KEYS = List.of("signSystemMessages", "sendUnsigned", "profiles");
    private static final List<String> PROFILE = List.of(
            "name",
            "enabled",
            "domain",
            "selector",
            "key",
            "secondSelector",
            "secondKey",
            "nextSelector",
            "nextKey",
            "nextFrom",
            "headers",
            "additionalHeaders",
            "expirationDays",
            "users",
            "convertTo7Bit",
            "leaveSigned");

    private DkimSection() {}

    static DkimSettings read(YamlMap root) {
        DkimSettings d = DkimSettings.defaults();
        YamlMap map = root.map("dkim", KEYS);
        return map == null
                ? d
                : new DkimSettings(
                        map.maps("profiles", List.of(), DkimSection::profile, PROFILE),
                        map.truth("signSystemMessages", d.signSystemMessages()),
                        map.truth("sendUnsigned", d.sendUnsigned()));
    }

    private static @Nullable SigningProfile profile(YamlMap map) {
        boolean lacks = lacks(map, "name", "domain", "selector", "key");
        DomainName domain = lacks ? null : map.domain("domain");
        return domain == null
                ? null
                : new SigningProfile(
                        map.text("name", ""),
                        map.truth("enabled", true),
                        domain,
                        new SelectorKey(map.text("selector", ""), map.text("key", "")),
                        second(map),
                        next(map),
                        map.word("headers", Headers.STANDARD),
                        map.texts("additionalHeaders"),
                        map.number("expirationDays"),
                        map.texts("users"),
                        new SigningProfile.Options(map.truth("convertTo7Bit", false), map.truth("leaveSigned", false)));
    }

    private static @Nullable SelectorKey second(YamlMap map) {
        String selector = map.text("secondSelector");
        String key = map.text("secondKey");
        if (selector == null && key == null) {
            return null;
        }
        return lacks(map, "secondSelector", "secondKey")
                ? null
                : new SelectorKey(map.text("secondSelector", ""), map.text("secondKey", ""));
    }

    private static @Nullable NextKey next(YamlMap map) {
        LocalDate from = map.read("nextFrom", DkimSection::date);
        if (from == null && map.text("nextSelector") == null && map.text("nextKey") == null) {
            return null;
        }
        boolean lacks = lacks(map, "nextSelector", "nextKey", "nextFrom");
        return lacks || from == null
                ? null
                : new NextKey(new SelectorKey(map.text("nextSelector", ""), map.text("nextKey", "")), from);
    }

    /// Whether any key is missing; each one that is gets its fault.
    private static boolean lacks(YamlMap map, String... keys) {
        boolean lacks = false;
        for (String key : keys) {
            lacks = map.lacks(key) || lacks;
        }
        return lacks;
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text.strip());
        } catch (DateTimeException none) {
            throw new RefusedException(Wording.of("policy.file.date", text));
        }
    }

    static Map<String, Object> tree(DkimSettings dkim) {
        return FileTree.map(
                "signSystemMessages",
                dkim.signSystemMessages(),
                "sendUnsigned",
                dkim.sendUnsigned(),
                "profiles",
                FileTree.list(dkim.profiles(), DkimSection::tree));
    }

    private static Map<String, Object> tree(SigningProfile p) {
        SelectorKey second = p.second();
        NextKey next = p.next();
        return FileTree.map(
                "name", p.name(),
                "enabled", p.enabled(),
                "domain", p.domain().ascii(),
                "selector", p.first().selector(),
                "key", p.first().key(),
                "secondSelector", second == null ? null : second.selector(),
                "secondKey", second == null ? null : second.key(),
                "nextSelector", next == null ? null : next.key().selector(),
                "nextKey", next == null ? null : next.key().key(),
                "nextFrom", next == null ? null : next.from().toString(),
                "headers", p.headers().name(),
                "additionalHeaders", p.additionalHeaders().isEmpty() ? null : p.additionalHeaders(),
                "expirationDays", p.expirationDays(),
                "users", p.users().isEmpty() ? null : p.users(),
                "convertTo7Bit", p.options().convertTo7Bit(),
                "leaveSigned", p.options().leaveSigned());
    }
}
