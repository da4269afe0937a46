package org.danegate.dkim;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.function.Function;
import org.danegate.dkim.KeyUse.Phase;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.Policy;
import org.danegate.policy.SigningProfile;
import org.danegate.policy.SigningProfile.NextKey;
import org.danegate.policy.SigningProfile.SelectorKey;
import org.jspecify.annotations.Nullable;

/// When the keys of a profile sign, and how long their records are needed.
final class Rotation {

    /// Days that mail may wait at other hosts after it has left the queue here.
    private static final int SPARE_DAYS = 7;

    private Rotation() {}

    /// @param algorithms of keys by their names; null for one that cannot be read
    static Phase phase(
            SigningProfile profile,
            SelectorKey key,
            LocalDate today,
            Function<String, @Nullable KeyAlgorithm> algorithms) {
        NextKey next = profile.next();
        if (!profile.enabled()) {
            return Phase.OFF;
        }
        if (next == null) {
            return Phase.SIGNS;
        }
        boolean begun = !today.isBefore(next.from());
        if (key.equals(next.key())) {
            return begun ? Phase.SIGNS : Phase.PLANNED;
        }
        KeyAlgorithm own = algorithms.apply(key.key());
        return begun && own != null && own == algorithms.apply(next.key().key()) ? Phase.REPLACED : Phase.SIGNS;
    }

    /// The last day on which the record of a replaced key is needed: its mail has left all queues then.
    ///
    /// @param replaced first day of the key that replaced it
    static LocalDate keepUntil(LocalDate replaced, Policy policy) {
        Duration longest = policy.bounceProfiles().stream()
                .map(BounceProfile::maxTimeInQueue)
                .max(Comparator.naturalOrder())
                .orElse(BounceProfile.defaults().maxTimeInQueue());
        return replaced.plusDays(longest.plusHours(23).toDays() + SPARE_DAYS);
    }

    /// The profile with its next key in the place of the one that it replaced.
    static SigningProfile finished(SigningProfile p, Function<String, @Nullable KeyAlgorithm> algorithms) {
        NextKey next = p.next();
        if (next == null) {
            return p;
        }
        KeyAlgorithm algorithm = algorithms.apply(next.key().key());
        boolean replacesFirst = algorithm == algorithms.apply(p.first().key());
        return with(p, replacesFirst ? next.key() : p.first(), replacesFirst ? p.second() : next.key(), null);
    }

    /// The profile with a key that takes over.
    static SigningProfile planned(SigningProfile p, NextKey next) {
        return with(p, p.first(), p.second(), next);
    }

    private static SigningProfile with(
            SigningProfile p, SelectorKey first, @Nullable SelectorKey second, @Nullable NextKey next) {
        return new SigningProfile(
                p.name(),
                p.enabled(),
                p.domain(),
                first,
                second,
                next,
                p.headers(),
                p.additionalHeaders(),
                p.expirationDays(),
                p.users(),
                p.options());
    }
}
