package org.danegate.dkim.web;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.danegate.dkim.KeyRecord;
import org.danegate.dkim.KeyUse;
import org.danegate.dkim.Published;
import org.danegate.dkim.RecordVerdict;
import org.danegate.dkim.ShownKey;
import org.danegate.dkim.SigningKeys;
import org.danegate.dns.answer.SecurityStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The signing keys for scripts: public parts, records, and whether they are published. Private keys are never
/// included.
@RestController
class DkimKeysApi {

    private final SigningKeys keys;

    DkimKeysApi(SigningKeys keys) {
        this.keys = keys;
    }

    /// @param algorithm `rsa` or `ed25519`
    /// @param sha256 fingerprint of the public key
    /// @param record the value of the TXT record
    record Key(String name, String algorithm, int bits, String sha256, String record, List<Use> uses) {}

    /// @param owner name of the TXT record; null when it would be too long
    /// @param zoneLines the record as in a zone file; null when there is no name for it
    /// @param date first day on which the key signs, or no longer signs
    /// @param keepUntil last day on which the record of a replaced key is needed
    /// @param publication what DNS said; null when nobody looked
    record Use(
            String profile,
            String domain,
            String selector,
            @Nullable String owner,
            @Nullable String zoneLines,
            KeyUse.Phase phase,
            @Nullable LocalDate date,
            @Nullable LocalDate keepUntil,
            boolean inForce,
            boolean inWorkingCopy,
            @Nullable Publication publication) {}

    /// @param published whether verifiers find this key
    record Publication(
            boolean published,
            RecordVerdict verdict,
            SecurityStatus dnssec,
            List<String> found,
            long ttlSeconds,
            Instant checkedAt,
            String reason) {}

    /// @param check whether DNS is asked now; otherwise the last answer counts
    @GetMapping("/api/v1/dkim/keys")
    List<Key> all(@RequestParam(defaultValue = "true") boolean check) {
        if (check) {
            keys.testAll();
        }
        return keys.all().stream().map(DkimKeysApi::of).toList();
    }

    private static Key of(ShownKey one) {
        KeyRecord record = one.record(Set.of());
        return new Key(
                one.name(),
                one.algorithm().tag(),
                one.bits(),
                one.fingerprint(),
                record.text(),
                one.uses().stream().map(use -> of(use, record)).toList());
    }

    private static Use of(KeyUse use, KeyRecord record) {
        var owner = use.owner();
        return new Use(
                use.profile(),
                use.domain().ascii(),
                use.selector(),
                owner == null ? null : owner.ascii(),
                owner == null ? null : record.zoneLines(owner),
                use.phase(),
                use.date(),
                use.keepUntil(),
                use.inForce(),
                use.inDraft(),
                of(use.published()));
    }

    private static @Nullable Publication of(@Nullable Published seen) {
        return seen == null
                ? null
                : new Publication(
                        seen.verdict().isGood(),
                        seen.verdict(),
                        seen.security(),
                        seen.found(),
                        seen.ttl().toSeconds(),
                        seen.checkedAt(),
                        seen.reason());
    }
}
