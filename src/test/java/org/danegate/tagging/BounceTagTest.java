package org.danegate.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import org.danegate.tagging.TagCheck.Result;
import org.junit.jupiter.api.Test;

class BounceTagTest {

    /// Day 20,000 since 1970: its last three digits are 000.
    private static final Instant DAY_20000 = Instant.EPOCH.plus(Duration.ofDays(20_000));

    private static final TagKey ONE = key(1);
    private static final TagKey TWO = key(2);

    private static TagKey key(int number) {
        return TagKey.of(number, ("secret " + number).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_tag_is_key_number_day_of_expiry_and_three_octets_of_the_hmac() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(ONE.secret());
        byte[] full = mac.doFinal("1007joe@example.com".getBytes(StandardCharsets.UTF_8));
        String expected = "prvs=1007" + HexFormat.of().formatHex(full, 0, 3) + "=joe@example.com";
        assertThat(BounceTag.tag("joe@example.com", ONE, DAY_20000)).isEqualTo(expected);
    }

    @Test
    void a_tag_is_valid_for_seven_days_also_where_the_days_wrap() {
        for (int day : List.of(19_990, 19_993, 19_996, 19_999, 20_000)) {
            Instant sent = Instant.EPOCH.plus(Duration.ofDays(day));
            String tagged = BounceTag.tag("joe@example.com", ONE, sent);
            for (int later = 0; later <= 7; later++) {
                assertThat(BounceTag.check(tagged, List.of(ONE), sent.plus(Duration.ofDays(later))))
                        .isEqualTo(new Result.Valid("joe@example.com"));
            }
            for (int later : List.of(8, 9, 100, 500, 992)) {
                assertThat(BounceTag.check(tagged, List.of(ONE), sent.plus(Duration.ofDays(later))))
                        .isEqualTo(new Result.Expired());
            }
        }
    }

    @Test
    void a_tag_of_the_far_future_is_not_valid() {
        String tagged = BounceTag.tag("joe@example.com", ONE, DAY_20000.plus(Duration.ofDays(2)));
        assertThat(BounceTag.check(tagged, List.of(ONE), DAY_20000)).isEqualTo(new Result.Expired());
    }

    @Test
    void every_part_of_the_tagged_address_is_protected() {
        String tagged = BounceTag.tag("joe@example.com", ONE, DAY_20000);
        for (String changed : List.of(
                tagged.replace("joe", "jim"),
                tagged.replace("example.com", "example.net"),
                tagged.replace("=1007", "=1006"),
                "prvs=1007000000=joe@example.com")) {
            assertThat(BounceTag.check(changed, List.of(ONE, TWO), DAY_20000)).isEqualTo(new Result.Forged());
        }
        assertThat(BounceTag.check(tagged.replace("=1007", "=2007"), List.of(ONE, TWO), DAY_20000))
                .isEqualTo(new Result.Forged());
        assertThat(BounceTag.check(tagged, List.of(TWO), DAY_20000)).isEqualTo(new Result.UnknownKey());
    }

    @Test
    void the_case_of_tag_and_domain_may_change_on_the_way() {
        String tagged = BounceTag.tag("Joe@example.com", ONE, DAY_20000);
        String signature = tagged.substring(9, 15);
        String changed = "PRVS=1007" + signature.toUpperCase(java.util.Locale.ROOT) + "=Joe@EXAMPLE.com";
        assertThat(BounceTag.check(changed, List.of(ONE), DAY_20000)).isEqualTo(new Result.Valid("Joe@EXAMPLE.com"));
    }

    @Test
    void other_addresses_are_not_tagged() {
        for (String address : List.of(
                "",
                "joe",
                "joe@example.com",
                "prvs=joe@example.com",
                "prvs=joe=123ABCDEFG@example.com",
                "prvs=1007abcdef=@example.com")) {
            assertThat(BounceTag.check(address, List.of(ONE), DAY_20000)).isEqualTo(new Result.NotTagged());
        }
    }

    @Test
    void the_null_sender_and_tagged_senders_stay_as_they_are() {
        String tagged = BounceTag.tag("joe@example.com", ONE, DAY_20000);
        for (String sender : List.of("", tagged, "PRVS=9999abcdef=jim@example.org", "prvs=joe=123ABCDEFG@a.example")) {
            assertThat(BounceTag.tag(sender, TWO, DAY_20000)).isEqualTo(sender);
        }
    }

    @Test
    void a_local_part_grows_to_64_octets_and_no_further() {
        String longest = "a".repeat(48) + "@example.com";
        assertThat(BounceTag.tag(longest, ONE, DAY_20000)).startsWith("prvs=").hasSize(longest.length() + 16);
        assertThat(BounceTag.tag("a" + longest, ONE, DAY_20000)).isEqualTo("a" + longest);
        String octets = "ü".repeat(25) + "@example.com";
        assertThat(BounceTag.tag(octets, ONE, DAY_20000)).isEqualTo(octets);
        String domain = "a@" + "example.".repeat(30) + "com";
        assertThat(BounceTag.tag(domain, ONE, DAY_20000)).isEqualTo(domain);
    }

    @Test
    void a_quoted_local_part_has_its_tag_within_the_quotes() {
        String tagged = BounceTag.tag("\"joe smith\"@example.com", ONE, DAY_20000);
        assertThat(tagged).startsWith("\"prvs=1007").endsWith("=joe smith\"@example.com");
        assertThat(BounceTag.check(tagged, List.of(ONE), DAY_20000))
                .isEqualTo(new Result.Valid("\"joe smith\"@example.com"));
    }

    @Test
    void a_key_in_a_message_shows_its_number_alone() {
        assertThat(ONE.toString()).isEqualTo("key 1");
    }
}
