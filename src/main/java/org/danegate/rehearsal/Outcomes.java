package org.danegate.rehearsal;

/// What became of recipients in a stretch of time.
///
/// @param delivered recipients
/// @param deferred soft bounces: events, not recipients, as a recipient may be deferred several times
/// @param bounced recipients given up
public record Outcomes(long delivered, long deferred, long bounced) {

    /// Nothing happened.
    static final Outcomes NONE = new Outcomes(0, 0, 0);

    static final Outcomes DELIVERY = new Outcomes(1, 0, 0);

    static final Outcomes BOUNCE = new Outcomes(0, 0, 1);

    static Outcomes deferrals(int count) {
        return new Outcomes(0, count, 0);
    }

    /// The sum of both.
    Outcomes plus(Outcomes other) {
        return new Outcomes(delivered + other.delivered, deferred + other.deferred, bounced + other.bounced);
    }

    /// Whether nothing happened.
    public boolean isEmpty() {
        return equals(NONE);
    }

    /// Whether less mail got through than before: deferrals or bounces rose by more than a quarter, as small
    /// differences are chance.
    ///
    /// @param before the outcomes of a stretch that is at least as long
    public boolean worseThan(Outcomes before) {
        return rose(before.deferred, deferred) || rose(before.bounced, bounced);
    }

    private static boolean rose(long from, long to) {
        return 4 * to > 5 * from;
    }
}
