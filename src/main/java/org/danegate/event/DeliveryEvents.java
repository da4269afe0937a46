package org.danegate.event;

/// Where events are published. Publishing never blocks on a slow reader and never throws.
@FunctionalInterface
public interface DeliveryEvents {

    /// Hands the event to all readers.
    void publish(DeliveryEvent event);

    /// A reader of events, called in publishing order from one thread of its own. Spring beans of this type are
    /// subscribed automatically.
    @FunctionalInterface
    interface Reader {

        /// Reads one event. Must not throw for a known event; an exception is logged and ignored.
        void on(DeliveryEvent event);
    }
}
