package org.danegate;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Context;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/// The result of a small program in a Java process of its own, which sees only the classes of the product, of the
/// tests and of the logger.
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
        command.addAll(List.of("-cp", classPath(program), program.getName()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new OwnProcess(process.waitFor(), said);
    }

    private static String classPath(Class<?> program) throws URISyntaxException {
        List<String> places = new ArrayList<>();
        for (Class<?> one : List.of(Danegate.class, program, Logger.class, LoggerContext.class, Context.class)) {
            places.add(classes(one));
        }
        return String.join(File.pathSeparator, places);
    }

    private static String classes(Class<?> of) throws URISyntaxException {
        return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }
}
