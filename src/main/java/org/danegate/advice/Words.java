package org.danegate.advice;

import org.danegate.wording.Wording;

/// Names of causes and levels for people.
public final class Words {

    private Words() {}

    public static Wording of(Cause cause) {
        return Wording.of("advice.cause." + cause.word());
    }

    public static Wording of(Level level) {
        return Wording.of("advice.level." + level.word());
    }
}
