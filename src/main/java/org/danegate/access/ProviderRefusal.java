package org.danegate.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Why a sign-in by an identity provider came to nothing. Each has its text on the page [#PAGE].
public enum ProviderRefusal {
    /// No value of the role claim gives a role.
    NO_ROLE,
    /// An administrator of the console has disabled the user.
    DISABLED,
    /// The provider does not say that the user showed the second factor that the role needs.
    SECOND_FACTOR,
    /// The provider refused, or its answer does not hold.
    FAILED,
    /// The provider does not answer, or does not describe itself as its setting says.
    UNREACHABLE;

    /// The page that tells the user.
    public static final String PAGE = "/sign-in/refused";

    /// The word in the page's address and in the codes of its texts.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The refusal of that word.
    public static Optional<ProviderRefusal> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
