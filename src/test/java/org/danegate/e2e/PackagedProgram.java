package org.danegate.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The packaged jar as tests start it.
final class PackagedProgram {

    private PackagedProgram() {}

    /// The command that runs it. The optimising compiler is left out: a server that lives for a minute or two
    /// pays for it and never gets anything back.
    static List<String> command(List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of(System.getProperty("danegate.jar", "target/danegate.jar"))
                        .toAbsolutePath()
                        .toString()));
        command.addAll(options);
        return command;
    }
}
