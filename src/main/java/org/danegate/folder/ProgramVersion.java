package org.danegate.folder;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// The version of this program.
public final class ProgramVersion {

    private static final String FILE = "/META-INF/build-info.properties";

    private ProgramVersion() {}

    /// Such as `0.1.0`; `unknown` where the program was not built by Maven.
    public static String text() {
        try (InputStream file = ProgramVersion.class.getResourceAsStream(FILE)) {
            Properties build = new Properties();
            if (file != null) {
                build.load(file);
            }
            return build.getProperty("build.version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
