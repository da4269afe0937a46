package org.danegate.smtp;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// The groups of the key exchange that are offered, made from what the platform knows. A hybrid group (X25519MLKEM768)
/// comes first as soon as the platform has it, and no list of ours leaves it out, unless classical ones are asked for.
///
/// @param everything all groups, the platform's own order after a hybrid one
/// @param quick the groups whose keys are cheap to make, a part of everything
/// @param classical all groups without hybrid ones
public record KeyExchangeGroups(List<String> everything, List<String> quick, List<String> classical) {

    private static final String HYBRID = "X25519MLKEM768";

    /// Part of the name of each hybrid group of the platform.
    private static final String PART_OF_HYBRID = "MLKEM";

    private static final String QUICKEST = "x25519";

    /// The platform makes a key for each family of groups that it offers, and X25519's is the cheapest to make and
    /// to use. A P-256 key as well would double the cost of a resumed handshake. Nearly all servers know X25519.
    private static final List<String> QUICK = List.of(QUICKEST, "x448");

    public KeyExchangeGroups {
        everything = List.copyOf(everything);
        quick = List.copyOf(quick);
        classical = List.copyOf(classical);
    }

    /// The platform's groups, a hybrid one first where it has one.
    public static KeyExchangeGroups hybridFirst() {
        return Platform.HYBRID_FIRST;
    }

    /// The platform's groups without hybrid ones.
    public static KeyExchangeGroups classicalOnly() {
        return Platform.CLASSICAL;
    }

    /// Whether the platform has a hybrid group.
    public static boolean hasHybrid() {
        return !Platform.HYBRID_FIRST.everything.equals(Platform.HYBRID_FIRST.classical);
    }

    /// Read once: the groups of a platform do not change.
    private static final class Platform {
        static final KeyExchangeGroups HYBRID_FIRST = read(true);
        static final KeyExchangeGroups CLASSICAL = read(false);

        private static KeyExchangeGroups read(boolean hybrid) {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, null, null);
                return of(
                        groups(context.getDefaultSSLParameters()), groups(context.getSupportedSSLParameters()), hybrid);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("TLS is not available here", e);
            }
        }

        private static List<String> groups(SSLParameters parameters) {
            @Nullable String[] groups = parameters.getNamedGroups();
            return groups == null ? List.of() : Arrays.asList(groups);
        }
    }

    /// @param usual the groups that the platform offers by itself, in its order; empty when it does not say
    /// @param supported all groups that it has
    /// @param hybrid whether hybrid groups are wanted
    static KeyExchangeGroups of(List<String> usual, List<String> supported, boolean hybrid) {
        List<String> classical =
                usual.stream().filter(group -> !isHybrid(group)).toList();
        if (!hybrid) {
            return new KeyExchangeGroups(classical, quick(classical, QUICK), classical);
        }
        List<String> everything = new ArrayList<>(usual);
        List<String> quick = quick(classical, QUICK);
        if (has(supported, HYBRID)) {
            everything.removeIf(HYBRID::equalsIgnoreCase);
            everything.addFirst(HYBRID);
            // A second key is enough: the peer chooses between the two at once.
            quick = has(classical, QUICKEST) ? List.of(HYBRID, QUICKEST) : List.of();
        }
        return new KeyExchangeGroups(everything, quick.isEmpty() ? everything : quick, classical);
    }

    private static List<String> quick(List<String> known, List<String> wanted) {
        List<String> quick = wanted.stream().filter(group -> has(known, group)).toList();
        return has(quick, QUICKEST) ? quick : known;
    }

    private static boolean has(List<String> groups, String group) {
        return groups.stream().anyMatch(group::equalsIgnoreCase);
    }

    private static boolean isHybrid(String group) {
        return group.toUpperCase(Locale.ROOT).contains(PART_OF_HYBRID);
    }

    /// The groups of an offer.
    List<String> of(PeerOffers.Offer offer) {
        return switch (offer) {
            case QUICK -> quick;
            case EVERYTHING -> everything;
            case CLASSICAL -> classical;
        };
    }

    /// Whether an offer has a group that makes the first message of the handshake large.
    boolean isLarge(PeerOffers.Offer offer) {
        return !classical.containsAll(of(offer));
    }

    /// Sets the groups of an offer; does nothing when the platform named none.
    static void set(SSLParameters parameters, List<String> groups) {
        if (!groups.isEmpty()) {
            parameters.setNamedGroups(groups.toArray(String[]::new));
        }
    }
}
