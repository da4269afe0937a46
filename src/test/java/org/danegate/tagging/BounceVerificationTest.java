package org.danegate.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.danegate.OwnPlace;
import org.danegate.event.DeliveryEvent;
import org.danegate.tagging.TagCheck.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.support.TransactionTemplate;

/// Keys in a real database while days pass.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE, classes = BounceVerificationTest.Rows.class)
@ContextConfiguration(initializers = OwnPlace.class)
class BounceVerificationTest {

    private static final String JOE = "joe@example.com";

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = StoredKey.class)
    @EnableJpaRepositories(basePackageClasses = StoredKey.class)
    static class Rows {}

    @Autowired
    private StoredKeys rows;

    @Autowired
    private TransactionTemplate transactions;

    private final List<DeliveryEvent> events = new CopyOnWriteArrayList<>();
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private BounceVerification verification;

    @BeforeEach
    void empty() {
        rows.deleteAll();
        verification = started();
    }

    private static final org.danegate.seal.Seal SEAL = org.danegate.seal.SealTest.any();

    private BounceVerification started() {
        return new BounceVerification(rows, transactions, SEAL, events::add, () -> now);
    }

    @Test
    void secrets_are_sealed_in_the_database_those_in_clear_at_the_next_start() {
        verification.newKey("admin");
        String stored = secret();
        assertThat(stored).startsWith("sealed:1:");
        String tagged = verification.tag("ada@example.org");
        String clear = SEAL.open("bounce verification key 0", stored);
        database.update("update bounce_verification_key set secret = ?", clear);

        verification = started();
        assertThat(verification.of(tagged)).isInstanceOf(TagCheck.Result.Valid.class);
        verification.sealAll();

        assertThat(secret()).startsWith("sealed:1:").doesNotContain(clear);
        verification = started();
        assertThat(verification.of(tagged)).isInstanceOf(TagCheck.Result.Valid.class);
    }

    private String secret() {
        return database.queryForObject("select secret from bounce_verification_key", String.class);
    }

    @Autowired
    private org.springframework.jdbc.core.JdbcTemplate database;

    private void pass(int days) {
        now = now.plus(Duration.ofDays(days));
    }

    @Test
    void the_first_message_makes_the_first_key_which_a_restart_keeps() {
        assertThat(verification.keys()).isEmpty();
        assertThat(verification.tag("")).isEmpty();
        assertThat(verification.keys()).isEmpty();
        String tagged = verification.tag(JOE);
        assertThat(verification.keys()).singleElement().satisfies(k -> {
            assertThat(k.signs()).isTrue();
            assertThat(k.createdBy()).isEqualTo("Danegate");
        });
        assertThat(started().of(tagged)).isEqualTo(new Result.Valid(JOE));
        assertThat(started().tag(JOE)).isEqualTo(tagged);
    }

    @Test
    void the_newest_key_signs_and_the_earlier_ones_verify_until_they_are_purged() {
        String first = verification.tag(JOE);
        pass(1);
        int number = verification.newKey("admin").number();
        String second = verification.tag(JOE);
        assertThat(second).startsWith("prvs=" + number).isNotEqualTo(first);
        assertThat(verification.keys()).extracting(KeyStatus::signs).containsExactly(true, false);
        assertThat(verification.of(first)).isEqualTo(new Result.Valid(JOE));

        assertThat(verification.purge(PurgeChoice.ALL, "admin")).isEqualTo(1);
        assertThat(verification.of(first)).isEqualTo(new Result.UnknownKey());
        assertThat(verification.of(second)).isEqualTo(new Result.Valid(JOE));
        assertThat(verification.purge(PurgeChoice.ALL, "admin")).isZero();
    }

    @Test
    void a_purge_takes_the_keys_that_have_not_signed_for_that_long() {
        verification.newKey("admin");
        pass(60);
        verification.newKey("admin");
        pass(25);
        verification.newKey("admin");
        pass(6);
        assertThat(verification.purge(PurgeChoice.THREE_MONTHS, "admin")).isZero();
        assertThat(verification.purge(PurgeChoice.MONTH, "admin")).isEqualTo(1);
        assertThat(verification.purge(PurgeChoice.WEEK, "admin")).isZero();
        pass(1);
        assertThat(verification.purge(PurgeChoice.WEEK, "admin")).isEqualTo(1);
        assertThat(verification.keys())
                .singleElement()
                .satisfies(k -> assertThat(k.signs()).isTrue());
    }

    @Test
    void there_are_ten_numbers_and_a_purged_one_is_used_again() {
        for (int i = 0; i < 10; i++) {
            verification.newKey("admin");
            pass(1);
        }
        assertThat(verification.keys()).extracting(KeyStatus::number).doesNotHaveDuplicates();
        assertThatThrownBy(() -> verification.newKey("admin"))
                .isInstanceOf(NoFreeKeyNumberException.class)
                .hasMessageContaining("Purge previous keys first");
        assertThat(verification.keys()).hasSize(10);
        verification.purge(PurgeChoice.WEEK, "admin");
        assertThat(verification.newKey("admin").number()).isZero();
    }

    @Test
    void what_administrators_do_is_told_without_the_secret() {
        verification.newKey("admin");
        verification.purge(PurgeChoice.ALL, "admin");
        assertThat(events)
                .extracting(e -> ((DeliveryEvent.AdministratorActed) e).action())
                .containsExactly(
                        "created bounce verification key 0",
                        "purged bounce verification keys (All previous keys now): none");
    }
}
