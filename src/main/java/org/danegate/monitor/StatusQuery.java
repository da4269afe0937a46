package org.danegate.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Function;
import org.danegate.address.DomainForms;

/// The destinations to show, and their order.
///
/// @param limit most rows of a page, 1 or more
/// @param page counted from 1; a page after the last one counts as the last
/// @param search part of a domain in either of its forms, empty for all
/// @param common what they must have in common
public record StatusQuery(
        Column sort, boolean descending, int limit, int page, String search, Filter filter, Narrowing common) {

    /// The page's default: most active recipients first, top 20.
    public static StatusQuery defaults() {
        return new StatusQuery(Column.ACTIVE_RECIPIENTS, true, 20, 1, "", Filter.ALL, Narrowing.NONE);
    }

    /// Reads the parameters of an address.
    ///
    /// @throws IllegalArgumentException when a word is unknown; the message lists the valid ones
    public static StatusQuery of(String sort, String order, int limit, String search, String filter) {
        if (!order.equals("asc") && !order.equals("desc")) {
            throw new IllegalArgumentException("order must be asc or desc");
        }
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be 1 or more");
        }
        return new StatusQuery(
                Column.of(sort),
                order.equals("desc"),
                limit,
                1,
                DomainForms.sought(search),
                Filter.of(filter),
                Narrowing.NONE);
    }

    /// The same for destinations that have something in common.
    public StatusQuery within(Narrowing wanted) {
        return new StatusQuery(sort, descending, limit, page, search, filter, wanted);
    }

    /// Another page of the same list.
    ///
    /// @param number counted from 1
    public StatusQuery atPage(int number) {
        return new StatusQuery(sort, descending, limit, Math.max(1, number), search, filter, common);
    }

    /// The same list on one page.
    public StatusQuery whole() {
        return new StatusQuery(sort, descending, Integer.MAX_VALUE, 1, search, filter, common);
    }

    /// The number of rows up to the end of the page.
    int upToPage() {
        return (int) Math.min(Integer.MAX_VALUE, (long) page * limit);
    }

    boolean matches(Destination destination, Instant now) {
        return DomainForms.contains(destination.domain(), search)
                && filter.keeps(destination, now)
                && common.keeps(destination, now);
    }

    Comparator<Destination> comparator() {
        Comparator<Destination> wanted = descending ? sort.order.reversed() : sort.order;
        return wanted.thenComparing(Destination::domain);
    }

    /// The column to sort by.
    public enum Column {
        DOMAIN("domain", Destination::domain),
        HOST_STATUS("hostStatus", d -> d.count().hostStatus()),
        ACTIVE_RECIPIENTS("activeRecipients", d -> d.backlog().activeRecipients()),
        CONNECTIONS_OUT("connectionsOut", d -> d.count().connectionsOut()),
        DELIVERED_RECIPIENTS("deliveredRecipients", d -> d.count().deliveredRecipients()),
        SOFT_BOUNCED("softBouncedEvents", d -> d.count().softBouncedEvents()),
        HARD_BOUNCED("hardBouncedRecipients", d -> d.count().hardBouncedRecipients()),
        OLDEST("oldest", d -> d.backlog().oldest()),
        NEXT_RETRY("nextRetry", Destination::nextTry),
        BOUNCES_AT("bouncesAt", Destination::bouncesAt);

        private final String key;
        private final Comparator<Destination> order;

        <T extends Comparable<? super T>> Column(String key, Function<Destination, T> value) {
            this.key = key;
            this.order = Comparator.comparing(value);
        }

        /// The word used in addresses.
        public String key() {
            return key;
        }

        static Column of(String key) {
            return Arrays.stream(values())
                    .filter(column -> column.key.equals(key))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("sort must be one of "
                            + String.join(
                                    ", ",
                                    Arrays.stream(values()).map(Column::key).toList())));
        }
    }

    /// Filter chips.
    public enum Filter {
        ALL("all", "All"),
        DOWN("down", "Down"),
        DANE("dane", "DANE failing"),
        GROWING("growing", "Growing"),
        OLD("old", "Older than 1 h"),
        BOUNCING("bouncing", "Bouncing within 6 h"),
        ENTRY("entry", "Has an entry");

        private final String key;
        private final String label;

        Filter(String key, String label) {
            this.key = key;
            this.label = label;
        }

        /// The word used in addresses.
        public String key() {
            return key;
        }

        /// The word shown.
        public String label() {
            return label;
        }

        static Filter of(String key) {
            return Arrays.stream(values())
                    .filter(filter -> filter.key.equals(key))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("filter is not known"));
        }

        boolean keeps(Destination d, Instant now) {
            return switch (this) {
                case ALL -> true;
                case DOWN -> d.count().hostStatus() == HostStatus.DOWN;
                case DANE -> d.count().dane() == DaneResult.FAIL || d.count().dane() == DaneResult.WAITING_FOR_DNS;
                case GROWING -> d.growing();
                case OLD -> d.backlog().oldest().isBefore(now.minus(Duration.ofHours(1)));
                case BOUNCING -> d.bouncesAt().isBefore(now.plus(Duration.ofHours(6)));
                case ENTRY -> d.ownEntry();
            };
        }
    }
}
