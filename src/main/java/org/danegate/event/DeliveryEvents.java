package org.danegate.event;

/// Where events are published. Publishing never blocks on a slow reader and never throws.
@FunctionalInterface
public interface DeliveryEvents {

    /// Hands the event to all readers.
    void publish(DeliveryEvent event);

    /// A reader of events; called in publishing order from one thread of its own. Spring beans of this type are
    /// subscribed.
    @FunctionalInterface
    interface Reader {

        /// Reads one event. Must not throw for a known event; what it throws is logged and passed over.
        void on(DeliveryEvent event);
    }
}
