package org.danegate.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// This host as its own system calls it, asked without a name service.
public final class ThisHost {

    private ThisHost() {}

    /// Such as `mx1`, or the number of a container.
    public static String name() {
        try {
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            if (!name.isEmpty()) {
                return name;
            }
        } catch (IOException elsewhere) {
            // Other systems have it in the environment.
        }
        Map<String, String> environment = System.getenv();
        return environment.getOrDefault("HOSTNAME", environment.getOrDefault("COMPUTERNAME", "an unnamed host"));
    }
}
