package org.danegate.dns.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.danegate.dns.anchor.RehearsedRoot.Key;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// RFC 5011 on a simulated clock, with real signatures.
class AutomaticAnchorsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Key OLD = Key.generate();
    private static final Key NEW = Key.generate();
    private static final Key ATTACKER = Key.generate();

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final RehearsedRoot root = new RehearsedRoot(START);

    @TempDir
    Path folder;

    private Path file;
    private AutomaticAnchors anchors;

    @BeforeEach
    void open() {
        file = folder.resolve("root-anchors");
        anchors = reopen();
    }

    private AutomaticAnchors reopen() {
        return AutomaticAnchors.open(file, List.of(OLD.name()), now::get);
    }

    private boolean refreshAt(Duration after) {
        now.set(START.plus(after));
        root.at(now.get());
        return anchors.refresh(root);
    }

    private Optional<KeyState> state(Key key) {
        return anchors.report().anchors().stream()
                .filter(k -> k.key().equals(key.name()))
                .map(KnownKey::state)
                .findFirst();
    }

    private boolean trusted(Key key) {
        return anchors.zoneText().contains(key.name().sha256());
    }

    @Test
    void the_built_in_anchors_are_those_of_iana() {
        assertThat(RootKey.IANA).extracting(RootKey::keyTag).containsExactly(20326, 38696);
        assertThat(RootKey.IANA).allMatch(key -> key.sha256().length() == 64);
    }

    @Test
    void a_new_key_is_trusted_after_thirty_days_and_not_a_second_before__D101() {
        root.keys(OLD, NEW).signedBy(OLD);
        assertThat(refreshAt(Duration.ZERO)).isTrue();
        assertThat(state(NEW)).contains(KeyState.ADD_PEND);
        assertThat(anchors.report().anchors().getLast().next()).isEqualTo(START.plus(Duration.ofDays(30)));
        refreshAt(Duration.ofDays(30).minusSeconds(1));
        assertThat(trusted(NEW)).isFalse();
        now.set(START.plus(Duration.ofDays(30)));
        assertThat(trusted(NEW)).as("not by time alone").isFalse();
        refreshAt(Duration.ofDays(30));
        assertThat(state(NEW)).contains(KeyState.VALID);
        assertThat(trusted(NEW)).isTrue();
    }

    @Test
    void a_ttl_above_thirty_days_makes_the_hold_down_longer__D101() {
        root.keys(OLD, NEW).signedBy(OLD).ttl(Duration.ofDays(40).toSeconds());
        refreshAt(Duration.ZERO);
        refreshAt(Duration.ofDays(39));
        assertThat(trusted(NEW)).isFalse();
        refreshAt(Duration.ofDays(40));
        assertThat(trusted(NEW)).isTrue();
    }

    @Test
    void an_attackers_key_that_vanishes_on_day_29_starts_again_from_zero__D102() {
        root.keys(OLD, ATTACKER).signedBy(OLD);
        refreshAt(Duration.ZERO);
        root.keys(OLD);
        refreshAt(Duration.ofDays(29));
        assertThat(state(ATTACKER)).isEmpty();
        root.keys(OLD, ATTACKER);
        refreshAt(Duration.ofDays(31));
        assertThat(state(ATTACKER)).contains(KeyState.ADD_PEND);
        refreshAt(Duration.ofDays(60));
        assertThat(trusted(ATTACKER)).isFalse();
        refreshAt(Duration.ofDays(61));
        assertThat(trusted(ATTACKER)).isTrue();
    }

    @Test
    void a_set_signed_by_a_key_not_trusted_changes_no_state_and_no_timer__D103() {
        root.keys(OLD, NEW).signedBy(OLD);
        refreshAt(Duration.ZERO);
        List<KnownKey> before = anchors.report().anchors();
        root.keys(ATTACKER).signedBy(ATTACKER);
        assertThat(refreshAt(Duration.ofDays(1))).isFalse();
        root.keys(OLD, ATTACKER).signedBy(ATTACKER, NEW);
        assertThat(refreshAt(Duration.ofDays(31))).isFalse();
        root.keys(OLD, ATTACKER).signedBy();
        assertThat(refreshAt(Duration.ofDays(32))).isFalse();
        assertThat(anchors.report().anchors()).isEqualTo(before);
        assertThat(anchors.report().problem()).contains("no server gave a root key set");
        assertThat(anchors.report().lastRefresh()).isEqualTo(START);
    }

    @Test
    void an_expired_set_changes_nothing__D103() {
        root.keys(OLD, NEW).signedBy(OLD).at(START.minus(Duration.ofDays(22)));
        assertThat(anchors.refresh(root)).isFalse();
        assertThat(state(NEW)).isEmpty();
    }

    @Test
    void a_revocation_is_immediate_when_self_signed_and_nothing_otherwise__D104() {
        root.keys(OLD, NEW).signedBy(OLD);
        refreshAt(Duration.ZERO);
        refreshAt(Duration.ofDays(30));
        root.keys(NEW).revoked(OLD).signedBy(NEW);
        refreshAt(Duration.ofDays(31));
        assertThat(state(OLD)).as("not signed by itself: only absent").contains(KeyState.MISSING);
        assertThat(trusted(OLD)).isTrue();
        root.signedBy(NEW, OLD);
        refreshAt(Duration.ofDays(32));
        assertThat(state(OLD)).contains(KeyState.REVOKED);
        assertThat(trusted(OLD)).isFalse();
        assertThat(OLD.record(true, 0).getFootprint())
                .as("the REVOKE bit changes the tag")
                .isEqualTo((OLD.record(false, 0).getFootprint() + 128) & 0xFFFF);
    }

    @Test
    void a_revoked_key_may_sign_only_its_own_revocation() {
        root.keys(ATTACKER).revoked(OLD).signedBy(OLD);
        assertThat(refreshAt(Duration.ZERO)).isFalse();
        assertThat(state(OLD)).contains(KeyState.REVOKED);
        assertThat(state(ATTACKER)).isEmpty();
        assertThat(anchors.zoneText()).isEmpty();
        assertThat(anchors.report().problem()).contains("every trust anchor is revoked");
    }

    @Test
    void a_waiting_key_seen_revoked_never_becomes_valid() {
        root.keys(OLD, NEW).signedBy(OLD);
        refreshAt(Duration.ZERO);
        root.keys(OLD).revoked(NEW).signedBy(OLD, NEW);
        refreshAt(Duration.ofDays(31));
        assertThat(trusted(NEW)).isFalse();
        assertThat(state(NEW)).isEmpty();
    }

    @Test
    void a_missing_key_stays_trusted_and_is_valid_when_it_returns__D105() {
        root.keys(OLD, NEW).signedBy(OLD);
        refreshAt(Duration.ZERO);
        refreshAt(Duration.ofDays(30));
        root.keys(NEW).signedBy(NEW);
        refreshAt(Duration.ofDays(31));
        assertThat(state(OLD)).contains(KeyState.MISSING);
        assertThat(trusted(OLD)).isTrue();
        root.keys(NEW, OLD).signedBy(OLD);
        assertThat(refreshAt(Duration.ofDays(400))).as("it still validates").isTrue();
        assertThat(state(OLD)).contains(KeyState.VALID);
    }

    @Test
    void a_removed_key_never_returns__D106() {
        root.keys(OLD, NEW).signedBy(OLD);
        refreshAt(Duration.ZERO);
        refreshAt(Duration.ofDays(30));
        root.keys(NEW).revoked(OLD).signedBy(NEW, OLD);
        refreshAt(Duration.ofDays(31));
        refreshAt(Duration.ofDays(41));
        root.revoked().signedBy(NEW);
        refreshAt(Duration.ofDays(70));
        assertThat(state(OLD)).as("30 days since it was last seen").contains(KeyState.REVOKED);
        refreshAt(Duration.ofDays(71));
        assertThat(state(OLD)).contains(KeyState.REMOVED);
        root.keys(NEW, OLD).signedBy(NEW);
        refreshAt(Duration.ofDays(72));
        refreshAt(Duration.ofDays(172));
        assertThat(state(OLD)).contains(KeyState.REMOVED);
        anchors = reopen();
        assertThat(trusted(OLD)).as("not by the anchors of the build either").isFalse();
    }

    @Test
    void a_restart_keeps_the_timer_and_the_next_refresh__D107() {
        root.keys(OLD, NEW).signedBy(OLD);
        refreshAt(Duration.ZERO);
        AnchorReport before = anchors.report();
        now.set(START.plus(Duration.ofDays(5)));
        anchors = reopen();
        assertThat(anchors.report()).isEqualTo(before);
        refreshAt(Duration.ofDays(30));
        assertThat(trusted(NEW)).isTrue();
    }

    @Test
    void a_crash_while_writing_leaves_the_old_file_in_force__D107() throws IOException {
        root.keys(OLD, NEW).signedBy(OLD);
        refreshAt(Duration.ZERO);
        AnchorReport before = anchors.report();
        String whole = Files.readString(file);
        Files.writeString(folder.resolve("root-anchors.new"), whole.substring(0, whole.length() / 2));
        anchors = reopen();
        assertThat(anchors.report()).isEqualTo(before);
        refreshAt(Duration.ofDays(30));
        assertThat(reopen().report().anchors()).isEqualTo(anchors.report().anchors());
        assertThat(folder.resolve("root-anchors.new")).doesNotExist();
    }

    @Test
    void a_file_cut_at_any_place_is_set_aside_and_never_half_believed() throws IOException {
        root.keys(OLD, NEW).signedBy(OLD);
        refreshAt(Duration.ZERO);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length - 1; length++) {
            Files.writeString(file, new String(whole, 0, length, StandardCharsets.US_ASCII));
            AutomaticAnchors again = reopen();
            assertThat(again.zoneText()).contains(OLD.name().sha256());
            assertThat(again.report().problem()).contains("damaged");
            assertThat(folder.resolve("root-anchors.damaged")).exists();
        }
    }

    @Test
    void the_file_is_readable_by_its_owner_alone() throws IOException {
        root.keys(OLD).signedBy(OLD);
        refreshAt(Duration.ZERO);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_revocation_counts_though_the_file_cannot_be_written() throws IOException {
        root.keys(OLD, NEW).signedBy(OLD);
        refreshAt(Duration.ZERO);
        refreshAt(Duration.ofDays(30));
        Files.delete(file);
        Files.createDirectories(file.resolve("in the way"));
        root.keys(NEW).revoked(OLD).signedBy(NEW, OLD);
        refreshAt(Duration.ofDays(31));
        assertThat(trusted(OLD)).isFalse();
        assertThat(anchors.report().problem()).contains("could not be written");
    }

    @Test
    void a_clock_set_back_does_not_shorten_the_hold_down__D108() {
        root.keys(OLD, NEW).signedBy(OLD);
        refreshAt(Duration.ofDays(10));
        refreshAt(Duration.ZERO);
        refreshAt(Duration.ofDays(39));
        assertThat(trusted(NEW)).isFalse();
        refreshAt(Duration.ofDays(40));
        assertThat(trusted(NEW)).isTrue();
    }

    @Test
    void a_clock_ahead_of_the_signatures_is_reported_and_not_acted_on__D108() {
        root.keys(OLD, NEW).signedBy(OLD);
        refreshAt(Duration.ZERO);
        now.set(START.plus(Duration.ofDays(365)));
        assertThat(anchors.refresh(root)).isFalse();
        assertThat(trusted(NEW)).isFalse();
        assertThat(anchors.report().problem()).contains("clock");
    }

    @Test
    void the_interval_follows_ttl_and_signature_within_an_hour_and_fifteen_days__D109() {
        Duration weeks = Duration.ofDays(21);
        assertThat(RefreshTimes.interval(Duration.ZERO, weeks)).isEqualTo(Duration.ofHours(1));
        assertThat(RefreshTimes.interval(Duration.ofHours(1), weeks)).isEqualTo(Duration.ofHours(1));
        assertThat(RefreshTimes.interval(Duration.ofDays(2), weeks)).isEqualTo(Duration.ofDays(1));
        assertThat(RefreshTimes.interval(Duration.ofDays(30), weeks)).isEqualTo(Duration.ofHours(252));
        assertThat(RefreshTimes.interval(Duration.ofDays(60), Duration.ofDays(90)))
                .isEqualTo(Duration.ofDays(15));
        assertThat(RefreshTimes.retry(Duration.ofDays(2), weeks)).isEqualTo(Duration.ofMinutes(288));
        assertThat(RefreshTimes.retry(Duration.ofDays(30), weeks)).isEqualTo(Duration.ofDays(1));
        assertThat(RefreshTimes.retry(Duration.ZERO, Duration.ZERO)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void the_next_refresh_is_half_the_ttl_on_and_a_failure_is_retried_after_a_tenth() {
        root.keys(OLD).signedBy(OLD);
        refreshAt(Duration.ZERO);
        assertThat(anchors.nextRefresh()).isEqualTo(START.plus(Duration.ofDays(1)));
        now.set(START.plus(Duration.ofDays(1)));
        anchors.refresh(useful -> {
            throw new IOException("no route to host");
        });
        assertThat(anchors.nextRefresh()).isEqualTo(now.get().plus(Duration.ofMinutes(288)));
        assertThat(anchors.report().problem()).contains("no route to host");
    }

    @Test
    void through_a_whole_roll_some_trusted_key_always_signs_the_root__D110() {
        for (int day = 0; day < 400; day++) {
            if (day < 20) {
                root.keys(OLD).signedBy(OLD);
            } else if (day < 120) {
                root.keys(OLD, NEW).signedBy(OLD);
            } else if (day < 200) {
                root.keys(OLD, NEW).signedBy(NEW);
            } else if (day < 260) {
                root.keys(NEW).revoked(OLD).signedBy(NEW, OLD);
            } else {
                root.keys(NEW).revoked().signedBy(NEW);
            }
            assertThat(refreshAt(Duration.ofDays(day))).as("day " + day).isTrue();
        }
        assertThat(state(OLD)).contains(KeyState.REMOVED);
        assertThat(state(NEW)).contains(KeyState.VALID);
    }

    @Test
    void an_anchor_shipped_with_a_newer_build_is_trusted_at_once() {
        root.keys(OLD, NEW).signedBy(OLD);
        refreshAt(Duration.ZERO);
        anchors = AutomaticAnchors.open(file, List.of(OLD.name(), NEW.name()), now::get);
        assertThat(state(NEW)).contains(KeyState.VALID);
    }
}
