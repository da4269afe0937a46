package org.danegate;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What became of a small program in a Java process of its own, which sees the product's classes and the tests' alone.
///
/// @param status its exit status
/// @param said what it wrote, both streams together
record OwnProcess(int status, String said) {

    /// Runs it to its end.
    ///
    /// @param options of Java
    /// @param program a class of the tests with a `main`
    /// @param words its arguments
    static OwnProcess run(List<String> options, Class<?> program, String... words)
            throws IOException, InterruptedException, URISyntaxException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of("-cp", classes(Danegate.class) + ":" + classes(program), program.getName()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new OwnProcess(process.waitFor(), said);
    }

    private static String classes(Class<?> of) throws URISyntaxException {
        return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }
}
