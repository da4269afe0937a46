package org.danegate.tlsreports;

import org.springframework.context.ApplicationContext;

/// Does what the product does for TLS reports every half minute.
public final class ReportRounds {

    private ReportRounds() {}

    /// Stores what was counted, and looks up who wants reports.
    public static void keep(ApplicationContext product) {
        Keeping keeping = product.getBean(Keeping.class);
        keeping.store();
        keeping.lookUp();
    }

    /// Sends what is due, and follows what was sent.
    public static void send(ApplicationContext product) {
        product.getBean(Keeping.Sending.class).run();
    }
}
