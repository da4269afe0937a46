package org.danegate.tagging;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;

/// Tags of Bounce Address Tag Validation (draft-levine-smtp-batv, the `prvs` scheme):
/// `prvs=KDDDSSSSSS=local-part@domain`. K is the key's number, DDD the day of expiry counted from 1970-01-01 modulo
/// 1,000, SSSSSS the first three octets of HMAC-SHA1(key, KDDD and the original address) in hexadecimal. The domain
/// enters the HMAC in lower case, because hosts on the way may change its case.
public final class BounceTag {

    /// How long a tag is valid: as long as a sender may keep mail in its queue (RFC 5321 4.5.4.1).
    public static final Duration LIFETIME = Duration.ofDays(7);

    static final String ALGORITHM = "HmacSHA1";

    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_ADDRESS = 254;
    private static final int DAYS = 1000;
    private static final int SIGNATURE_OCTETS = 3;
    private static final String SCHEME = "prvs=";
    private static final Pattern TAGGED =
            Pattern.compile("(\"?)prvs=(\\d)(\\d{3})([0-9a-f]{6})=(.+)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private BounceTag() {}

    /// Adds a tag to the sender. Returns unchanged the null sender, an address that begins with a tag, and one that
    /// would exceed 64 octets of local part or 254 in all (RFC 5321 4.5.3.1). A quoted local part has its tag
    /// within the quotes.
    ///
    /// @param sender reverse-path without angle brackets, empty for `<>`
    public static String tag(String sender, TagKey key, Instant now) {
        int at = sender.lastIndexOf('@');
        if (at <= 0 || hasScheme(sender)) {
            return sender;
        }
        String stamp = stamp(key.number(), day(now.plus(LIFETIME)));
        String quote = sender.startsWith("\"") ? "\"" : "";
        String tagged = quote + SCHEME + stamp + HexFormat.of().formatHex(signature(key, stamp, sender)) + "="
                + sender.substring(quote.length());
        int added = tagged.length() - sender.length();
        boolean fits = octets(sender.substring(0, at)) + added <= LONGEST_LOCAL_PART
                && octets(sender) + added <= LONGEST_ADDRESS;
        return fits ? tagged : sender;
    }

    /// Checks an address against the given keys.
    public static TagCheck.Result check(String address, List<TagKey> keys, Instant now) {
        int at = address.lastIndexOf('@');
        Matcher tag = TAGGED.matcher(address.substring(0, Math.max(at, 0)));
        if (!tag.matches()) {
            return new TagCheck.Result.NotTagged();
        }
        int number = Integer.parseInt(tag.group(2));
        Optional<TagKey> key = keys.stream().filter(k -> k.number() == number).findFirst();
        if (key.isEmpty()) {
            return new TagCheck.Result.UnknownKey();
        }
        String original = tag.group(1) + tag.group(5) + address.substring(at);
        int expiry = Integer.parseInt(tag.group(3));
        byte[] given = HexFormat.of().parseHex(tag.group(4));
        if (!MessageDigest.isEqual(given, signature(key.get(), stamp(number, expiry), original))) {
            return new TagCheck.Result.Forged();
        }
        // Days count modulo 1,000: a tag is valid while its expiry is zero to seven days ahead on that circle.
        int left = Math.floorMod(expiry - day(now), DAYS);
        return left <= LIFETIME.toDays() ? new TagCheck.Result.Valid(original) : new TagCheck.Result.Expired();
    }

    private static boolean hasScheme(String sender) {
        int from = sender.startsWith("\"") ? 1 : 0;
        return sender.regionMatches(true, from, SCHEME, 0, SCHEME.length());
    }

    private static String stamp(int number, int day) {
        return String.format(Locale.ROOT, "%d%03d", number, day);
    }

    private static int day(Instant time) {
        return (int) Math.floorMod(
                Math.floorDiv(time.getEpochSecond(), Duration.ofDays(1).toSeconds()), (long) DAYS);
    }

    private static byte[] signature(TagKey key, String stamp, String original) {
        int at = original.lastIndexOf('@');
        String signed =
                stamp + original.substring(0, at) + original.substring(at).toLowerCase(Locale.ROOT);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key.secret());
            byte[] full = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(full, SIGNATURE_OCTETS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA1", e);
        }
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
