package org.danegate.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/// The packaged jar as tests start it: unpacked, with a cache of its classes, so that a start costs a third.
/// Both are made by the first test that needs them and stay in `target` for the others, also those of another process.
public final class PackagedProgram {

    private static final Path JAR =
            Path.of(System.getProperty("danegate.jar", "target/danegate.jar")).toAbsolutePath();
    private static final Path COPIES = JAR.resolveSibling("unpacked");

    /// Left out are the optimising compiler and collectors with threads of their own: a server that lives for a
    /// minute or two pays for them and never gets anything back. The cache serves only processes with the same
    /// options.
    private static final List<String> JAVA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC");

    private PackagedProgram() {}

    /// The command that runs it.
    ///
    /// @param options of the program, not of Java
    /// @throws UncheckedIOException where it cannot be unpacked, with what Java said
    public static synchronized List<String> command(List<String> options) {
        // Closing the file gives the lock back.
        try (FileChannel file = FileChannel.open(
                JAR.resolveSibling("unpacked.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.lock();
            Path copy = COPIES.resolve(Files.size(JAR) + "-"
                    + Files.getLastModifiedTime(JAR).toInstant().toEpochMilli());
            Path cache = copy.resolve("classes.aot");
            if (!Files.exists(cache)) {
                unpack(copy, cache);
            }
            return words(
                    List.of(
                            "-XX:AOTCache=" + cache,
                            "-jar",
                            copy.resolve("danegate.jar").toString()),
                    options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The cache holds for classes that stay where they were read from, so the copy is made in its place.
    private static void unpack(Path copy, Path cache) throws IOException {
        FileSystemUtils.deleteRecursively(COPIES);
        Files.createDirectories(COPIES);
        run(words(
                List.of("-Djarmode=tools", "-jar", JAR.toString()),
                List.of("extract", "--destination", copy.toString())));
        Path data = COPIES.resolve("data");
        Path fresh = COPIES.resolve("fresh.aot");
        run(words(
                List.of(
                        "-XX:AOTCacheOutput=" + fresh,
                        "-Dspring.context.exit=onRefresh",
                        "-jar",
                        copy.resolve("danegate.jar").toString()),
                List.of(
                        "--spring.profiles.active=demo",
                        "--server.port=0",
                        "--danegate.data-dir=" + data,
                        "--danegate.practice.dns-port=0",
                        "--danegate.practice.delivery-port=0",
                        "--danegate.practice.web-port=0",
                        "--danegate.practice.listener-port=0",
                        "--danegate.admin-password=" + RunningDemo.PASSWORD)));
        FileSystemUtils.deleteRecursively(data);
        if (!Files.exists(fresh)) {
            throw new IOException("Java left no cache of classes:\n" + Files.readString(log()));
        }
        // It has its name when it is whole: a build that is killed leaves nothing that the next one would trust.
        Files.move(fresh, cache);
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        try {
            if (!process.waitFor(300, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("still runs after 300 s: " + command);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        if (process.exitValue() != 0) {
            throw new IOException(command + " ended with " + process.exitValue() + ":\n" + Files.readString(log()));
        }
    }

    private static Path log() {
        return COPIES.resolve("unpack.log");
    }

    private static List<String> words(List<String> java, List<String> options) {
        List<String> words = new ArrayList<>(JAVA);
        words.addAll(java);
        words.addAll(options);
        return words;
    }
}
