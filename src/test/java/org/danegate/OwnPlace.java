package org.danegate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.util.FileSystemUtils;

/// Gives each context of the tests a database in memory and a data directory that no other context, process or run
/// has; both are gone when it is closed.
public final class OwnPlace implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /// What the administrator of such a context signs in with.
    public static final String PASSWORD = "correct horse battery";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Path folder = folder();
        TestPropertyValues.of(
                        "spring.datasource.url=jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()),
                        "danegate.data-dir=" + folder,
                        "danegate.admin-password=" + PASSWORD)
                .applyTo(context);
        context.addApplicationListener((ApplicationListener<ContextClosedEvent>) closed -> {
            if (closed.getApplicationContext() == context) {
                remove(folder);
            }
        });
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("danegate-test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
