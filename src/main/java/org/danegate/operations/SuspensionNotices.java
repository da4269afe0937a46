package org.danegate.operations;

import java.util.List;
import org.danegate.console.PageNotices;
import org.danegate.console.Texts;

/// A notice above the delivery pages while delivery to all destinations is suspended.
final class SuspensionNotices implements PageNotices {

    private final KeptOrders orders;
    private final Texts texts;

    SuspensionNotices(KeptOrders orders, Texts texts) {
        this.orders = orders;
        this.texts = texts;
    }

    @Override
    public List<String> on(String path) {
        DestinationOrder all = orders.of(DestinationOrder.ALL);
        boolean here = path.startsWith("/monitor/delivery-status") || path.startsWith("/monitor/delivery-queue");
        if (!here || !all.isSuspended()) {
            return List.of();
        }
        String why = all.getReason().isEmpty() ? "." : ": " + all.getReason();
        return List.of(texts.of("queue.notice", all.getChangedBy()) + why);
    }
}
