package org.danegate.training;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;

/// Adds the training run to a start that is one. The server's own beans do not depend on it: they are those of every
/// other start.
public final class TrainingStartup implements ApplicationContextInitializer<GenericApplicationContext> {

    private static final int MESSAGES = 6000;

    @Override
    public void initialize(GenericApplicationContext context) {
        Environment settings = context.getEnvironment();
        if (TrainingOptions.chosen(settings)) {
            context.registerBean(
                    TrainingRun.class,
                    () -> new TrainingRun(
                            settings.getRequiredProperty("danegate.practice.listener-port", Integer.class),
                            settings.getRequiredProperty("danegate.admin-password"),
                            settings.getProperty("danegate.training.messages", Integer.class, MESSAGES)));
        }
    }
}
