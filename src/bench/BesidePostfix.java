import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// Compares Danegate with Postfix in one run on one machine. This file only prepares the environment: it unpacks the
/// jar, compiles `src/bench/beside` against it and starts [beside.Bench] in namespaces of its own (network, mounts,
/// processes). There the benchmark may use ports 25 and 53, a `resolv.conf` and a routing table without touching the
/// machine's. When it ends, for whatever reason, the kernel ends everything that it started.
///
/// Usage, as root: `java src/bench/BesidePostfix.java target/danegate.jar [options]`; `--help` lists the options. The
/// launcher that belongs to the jar starts it, as administrators do.
public class BesidePostfix {

    private static final String ROOM = """
            ip link set lo up || exit 1
            mount --bind "$1" /etc/resolv.conf || exit 1
            shift
            "$@"
            """;

    public static void main(String[] args) throws Exception {
        if (args.length == 0 || args[0].startsWith("-")) {
            System.out.println(
                    "java src/bench/BesidePostfix.java target/danegate.jar [options], or --help after the jar");
            System.exit(2);
        }
        Path jar = Path.of(args[0]).toAbsolutePath();
        Path folder = Files.createTempDirectory("danegate-beside");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<Process> started = new ArrayList<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            started.forEach(Process::destroyForcibly);
            started.forEach(process -> process.onExit().join());
            delete(folder);
        }));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        int unpacked = new ProcessBuilder(
                        java,
                        "-Djarmode=tools",
                        "-jar",
                        jar.toString(),
                        "extract",
                        "--destination",
                        folder.resolve("unpacked").toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (unpacked != 0) {
            System.exit(unpacked);
        }
        Path launcher = launcher(jar);
        prepare(launcher);
        Path library = folder.resolve("unpacked").resolve(jar.getFileName());
        Path classes = folder.resolve("classes");
        compile(Path.of("src/bench/beside"), library, classes);
        Path resolver =
                Files.writeString(folder.resolve("resolv.conf"), "nameserver 127.0.0.1\noptions edns0 trust-ad\n");
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "--net",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "--propagation",
                "private",
                "sh",
                "-c",
                ROOM,
                "sh",
                resolver.toString(),
                java,
                "-cp",
                classes + ":" + library,
                "beside.Bench",
                launcher.toString(),
                folder.toString()));
        command.addAll(List.of(args).subList(1, args.length));
        Process bench = new ProcessBuilder(command).inheritIO().start();
        started.add(bench);
        System.exit(bench.waitFor());
    }

    /// `bin/danegate` where the jar's folder is, or one above it, as in a checkout.
    private static Path launcher(Path jar) throws IOException {
        for (Path place : List.of(jar.resolveSibling("bin"), jar.getParent().resolveSibling("bin"))) {
            if (Files.isExecutable(place.resolve("danegate"))) {
                return place.resolve("danegate");
            }
        }
        throw new IOException("no bin/danegate belongs to " + jar);
    }

    /// Makes the ahead-of-time cache, if it is missing.
    private static void prepare(Path launcher) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "prepare").inheritIO();
        builder.environment().put("DANEGATE_JAVA", System.getProperty("java.home"));
        if (builder.start().waitFor() != 0) {
            throw new IOException("no ahead-of-time cache could be made");
        }
    }

    private static void compile(Path sources, Path library, Path classes) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-cp", library.toString(), "-d", classes.toString()));
        try (Stream<Path> files = Files.list(sources)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::toString)
                    .forEach(arguments::add);
        }
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (status != 0) {
            throw new IOException("src/bench/beside does not compile");
        }
    }

    private static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException failed) throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            System.err.println("left behind: " + folder + " (" + e.getMessage() + ")");
        }
    }
}
