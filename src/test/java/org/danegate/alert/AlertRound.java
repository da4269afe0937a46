package org.danegate.alert;

import org.springframework.context.ApplicationContext;

/// Looks at the alerts' rules when a test of other rooms says so, and not each minute.
public final class AlertRound {

    private AlertRound() {}

    /// Looks once, in place of the timer, which stops for good.
    public static void look(ApplicationContext context) {
        context.getBean(AlertTimer.class).stop();
        context.getBean(AlertWatch.class).look();
    }
}
