package org.danegate.queue;

import java.time.Duration;
import java.util.Optional;

/// Orders that administrators gave for the mail of destinations, in addition to the policy. Answers come from memory,
/// at once.
public interface DestinationOrders {

    /// No orders at all.
    DestinationOrders NONE = new DestinationOrders() {
        @Override
        public Optional<String> suspension(String destination) {
            return Optional.empty();
        }

        @Override
        public Optional<Redirect> redirect(String destination) {
            return Optional.empty();
        }

        @Override
        public void onChange(Runnable reader) {
            // Nothing ever changes.
        }
    };

    /// The reason why delivery to a destination is suspended, for people; it may be empty. No value when delivery
    /// is not suspended.
    ///
    /// @param destination domain as A-labels, or an address literal in brackets
    Optional<String> suspension(String destination);

    /// The time that deliveries in progress have left when their destination is suspended, where the administrator
    /// chose it.
    default Optional<Duration> grace(String destination) {
        return Optional.empty();
    }

    /// Where all mail of a destination goes instead.
    Optional<Redirect> redirect(String destination);

    /// Called after each change.
    void onChange(Runnable reader);

    /// A host that takes a destination's mail.
    ///
    /// @param host a name, or an address as text
    /// @param port 1 to 65535
    record Redirect(String host, int port) {

        /// As administrators write it: `host:port`, an IPv6 address in brackets.
        public String text() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }
}
