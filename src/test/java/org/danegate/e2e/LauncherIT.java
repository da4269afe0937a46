package org.danegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.danegate.practice.PracticeNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `bin/danegate` and the packaged jar, as an administrator has them.
@Timeout(400)
class LauncherIT {

    private static final Path JAR =
            Path.of(System.getProperty("danegate.jar", "target/danegate.jar")).toAbsolutePath();

    @TempDir
    static Path shared;

    private static PracticeNetwork network;
    private static Path anchor;

    @TempDir
    Path folder;

    private Path launcher;

    private record Ended(int status, String out, String err) {}

    @BeforeAll
    static void start() throws Exception {
        network = PracticeNetwork.start();
        anchor = shared.resolve("root.anchor");
        network.writeTrustAnchor(anchor);
    }

    @AfterAll
    static void stop() throws Exception {
        network.close();
    }

    @BeforeEach
    void install() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("product/bin"));
        Path lib = Files.createDirectories(folder.resolve("product/lib"));
        launcher = Files.copy(Path.of("bin/danegate"), bin.resolve("danegate"));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(lib.resolve("danegate.jar"), JAR);
    }

    @Test
    void the_first_verification_is_quick_and_later_ones_run_from_the_copy_it_left() throws Exception {
        Path cache = folder.resolve("cache");
        Ended first = verify(Map.of("DANEGATE_CACHE_DIR", cache.toString()));
        assertThat(first.status()).isZero();
        assertThat(first.out()).endsWith("DANE SUCCESS for ok.practice\nDANE verification completed.\n");
        assertThat(first.err()).isEmpty();

        awaitArchive(cache);
        Ended later = verify(Map.of("DANEGATE_CACHE_DIR", cache.toString()));
        assertThat(later.status()).isZero();
        assertThat(later.err()).isEmpty();
        assertThat(later.out()).endsWith("DANE SUCCESS for ok.practice\nDANE verification completed.\n");
        assertThat(files(folder.resolve("product"))).hasSize(2);
    }

    @Test
    void a_verification_needs_no_place_to_write() throws Exception {
        Path cache = Files.writeString(folder.resolve("file"), "no folder can be made here")
                .resolve("cache");
        Ended ended = verify(Map.of("DANEGATE_CACHE_DIR", cache.toString()));
        assertThat(ended.status()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).endsWith("DANE SUCCESS for ok.practice\nDANE verification completed.\n");
    }

    @Test
    void a_link_to_the_launcher_finds_the_jar() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("dane"), launcher);
        Ended ended = run(link, Map.of("DANEGATE_CACHE_DIR", "/dev/null/none"), "help");
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).startsWith("Usage:");
    }

    @Test
    void what_is_missing_is_said_in_one_line_with_status_two() throws Exception {
        Ended noJava = run(launcher, Map.of("DANEGATE_JAVA", "/nowhere/java"), "help");
        assertThat(noJava.status()).isEqualTo(2);
        assertThat(noJava.err()).isEqualTo("danegate: DANEGATE_JAVA is no Java 25 or newer: /nowhere/java\n");
        Files.delete(folder.resolve("product/lib/danegate.jar"));
        Ended noJar = run(launcher, Map.of(), "help");
        assertThat(noJar.status()).isEqualTo(2);
        assertThat(noJar.err())
                .startsWith("danegate: danegate.jar not found in ")
                .hasLineCount(1);
    }

    @Test
    void an_older_java_is_passed_over() throws Exception {
        Path old = Files.createDirectories(folder.resolve("jdk-21/bin"));
        Files.writeString(folder.resolve("jdk-21/release"), "JAVA_VERSION=\"21.0.5\"\n");
        Path program = Files.writeString(old.resolve("java"), "#!/bin/sh\nexit 99\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Ended ended =
                run(launcher, Map.of("DANEGATE_JAVA", folder.resolve("jdk-21").toString()), "help");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("DANEGATE_JAVA is no Java 25 or newer");
    }

    /// A script that reads what the command says to its end, and asks for its status only then.
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"dash", "bash", "busybox sh"})
    void a_script_that_reads_the_output_gets_it_when_the_first_command_has_ended(String shell) throws Exception {
        assumeShell(shell.split(" ")[0]);
        Path blank = Files.createDirectories(folder.resolve("a place with blanks"));
        Files.move(folder.resolve("product"), blank.resolve("product"));
        launcher = blank.resolve("product/bin/danegate");
        Files.setPosixFilePermissions(launcher.getParent(), PosixFilePermissions.fromString("r-xr-xr-x"));
        Path cache = blank.resolve("cache");
        Path script = Files.writeString(folder.resolve("script"), """
                said=$(SHELL_UNDER_TEST "$1" daneverify --resolver "$2" --trust-anchor "$3" --port "$4" ok.practice)
                status=$?
                SHELL_UNDER_TEST "$1" daneverify --resolver "$2" --trust-anchor "$3" --port "$4" ok.practice | cat
                echo "$status: $said"
                """.replace("SHELL_UNDER_TEST", shell));
        List<String> words = new ArrayList<>(List.of(shell.split(" ")));
        words.addAll(List.of(
                script.toString(),
                launcher.toString(),
                "127.0.0.1:" + network.resolver().getPort(),
                anchor.toString(),
                String.valueOf(network.deliveryPort())));
        Ended ended = start(Map.of("DANEGATE_CACHE_DIR", cache.toString()), words);
        Files.setPosixFilePermissions(launcher.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out())
                .contains("\n0: ")
                .endsWith("DANE SUCCESS for ok.practice\nDANE verification completed.\n");
        assertThat(ended.out().split("DANE verification completed")).hasSize(3);
        awaitArchive(cache);
    }

    @Test
    void two_first_commands_at_once_leave_one_copy_that_works() throws Exception {
        Path cache = folder.resolve("cache");
        Map<String, String> environment = Map.of("DANEGATE_CACHE_DIR", cache.toString());
        try (var both = java.util.concurrent.Executors.newFixedThreadPool(2)) {
            both.invokeAll(List.of(() -> verify(environment), () -> verify(environment)));
        }
        awaitArchive(cache);
        assertThat(files(cache)
                        .filter(f -> f.endsWith("danegate.jar"))
                        .filter(f -> !f.toString().contains("/.new.")))
                .hasSize(1);
        assertThat(verify(environment).status()).isZero();
    }

    @Test
    void without_a_home_there_is_no_copy_and_the_command_runs() throws Exception {
        Ended ended =
                start(Map.of(), List.of("env", "-u", "HOME", "-u", "XDG_CACHE_HOME", launcher.toString(), "help"));
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).startsWith("Usage:");
        assertThat(ended.err()).isEmpty();
    }

    /// The settings in this folder would stop any start that read them.
    @Test
    void prepared_the_server_starts_from_an_archive_that_a_training_run_made() throws Exception {
        Files.writeString(folder.resolve("application.yml"), "danegate: { policy-file: /nowhere/policy.yml }\n");
        Map<String, String> environment = new HashMap<>(
                Map.of("DANEGATE_CACHE_DIR", folder.resolve("cache").toString()));
        Map<String, String> brief = new HashMap<>(environment);
        brief.put("DANEGATE_TRAINING_MESSAGES", "200");
        Ended prepared = run(launcher, brief, "prepare");
        assertThat(prepared.err()).isEmpty();
        assertThat(prepared.out()).startsWith("Archives are in " + folder.resolve("cache"));
        assertThat(files(folder.resolve("cache")).map(Path::getFileName).map(Path::toString))
                .contains("server.aot", "classes.jsa", "danegate.jar")
                .noneMatch(name -> name.startsWith(".new.") || name.equals("making"));

        Files.delete(folder.resolve("application.yml"));
        Path classes = folder.resolve("classes.txt");
        environment.put("JAVA_OPTS", "-XX:AOTMode=on -Xlog:class+load:file=" + classes);
        assertThat(serveOnce(environment)).contains("Starting AOT-processed Danegate");
        List<String> loaded = Files.readAllLines(classes);
        assertThat(loaded.stream()
                        .filter(line -> line.contains("shared objects file"))
                        .count())
                .as("classes of " + loaded.size() + " that came from the archive")
                .isGreaterThan(loaded.size() * 9L / 10);
    }

    /// The beans of Spring's own that read annotations of classes are not needed by the former.
    @Test
    void a_prepared_start_has_the_beans_of_an_ordinary_one() throws Exception {
        Set<String> prepared = beans("true");
        assertThat(prepared).hasSizeGreaterThan(500).isEqualTo(beans("false"));
    }

    private Set<String> beans(String prepared) throws Exception {
        String log = serveOnce(
                Map.of("DANEGATE_ARCHIVES", "off", "JAVA_OPTS", "-Dspring.aot.enabled=" + prepared),
                "--logging.level.org.springframework.beans.factory.support.DefaultListableBeanFactory=TRACE");
        assertThat(log.contains("Starting AOT-processed Danegate")).isEqualTo(Boolean.parseBoolean(prepared));
        return Pattern.compile("Creating shared instance of singleton bean '([^']+)'")
                .matcher(log)
                .results()
                .map(found -> found.group(1))
                .filter(bean -> !bean.contains(".internal") && !bean.contains("aot-processor"))
                .collect(Collectors.toSet());
    }

    /// Starts the server in the folder of the test and stops it; returns its log.
    private String serveOnce(Map<String, String> environment, String... options) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(launcher.toString(), "serve", "--danegate.data-dir=data", "--server.port=0"));
        command.addAll(List.of(options));
        Path log = folder.resolve("server.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("DANEGATE_JAVA", System.getProperty("java.home"));
        Process server = builder.start();
        try {
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> Files.readString(log).contains("Started Danegate") || !server.isAlive());
            server.destroy();
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            server.destroyForcibly();
        }
        return Files.readString(log);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseG1GC", "-Xmx300m -XX:+UseParallelGC", "-Xmx96m", ""})
    void options_of_the_administrator_win_over_those_of_the_launcher(String options) throws Exception {
        Ended ended = run(
                launcher,
                Map.of("JAVA_OPTS", options, "DANEGATE_ARCHIVES", "off"),
                "serve",
                "--danegate.data-dir=/dev/null/none");
        assertThat(ended.out() + ended.err()).contains("could not start: danegate.data-dir: cannot create");
        assertThat(ended.status()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "policy check missing.yml, 1, '', danegate.data-dir",
        "frobnicate, 2, 'danegate: unknown command: frobnicate', Starting",
        "--danegate.data-dir=data frobnicate, 2, 'danegate: the server takes options', Starting",
        "serve frobnicate, 2, 'danegate: the server takes options', Starting",
        "--help, 0, '', Starting",
        "--danegate.data-dir=/dev/null/none, 1, 'could not start: danegate.data-dir: cannot create', x",
    })
    void a_word_after_the_jar_is_a_command_and_starts_no_server(String words, int status, String error, String never)
            throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-jar", JAR.toString()));
        command.addAll(List.of(words.split(" ")));
        Ended ended = start(Map.of(), command);
        assertThat(ended.status()).isEqualTo(status);
        assertThat(ended.err()).contains(error);
        assertThat(ended.out()).doesNotContain(never);
        assertThat(folder.resolve("data")).doesNotExist();
    }

    private static void assumeShell(String shell) {
        boolean there = Stream.of("/bin/", "/usr/bin/").anyMatch(at -> Files.isExecutable(Path.of(at + shell)));
        if (!there && !"true".equals(System.getenv("CI"))) {
            Assumptions.abort("not installed; apt install " + shell);
        }
        assertThat(there).as(shell).isTrue();
    }

    private Ended verify(Map<String, String> environment) throws Exception {
        return run(
                launcher,
                environment,
                "daneverify",
                "--resolver",
                "127.0.0.1:" + network.resolver().getPort(),
                "--trust-anchor",
                anchor.toString(),
                "--port",
                String.valueOf(network.deliveryPort()),
                "ok.practice");
    }

    private Ended run(Path program, Map<String, String> environment, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        return start(environment, command);
    }

    private Ended start(Map<String, String> environment, List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("DANEGATE_JAVA", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        int status = process.waitFor();
        return new Ended(status, Files.readString(out), Files.readString(err));
    }

    /// Waits until the copy and its archive are made, and nothing else is being made in the folder.
    private static void awaitArchive(Path cache) {
        await().atMost(Duration.ofSeconds(240)).until(() -> {
            try (Stream<Path> content = Files.list(cache)) {
                List<Path> all = content.toList();
                return all.stream().anyMatch(one -> Files.exists(one.resolve("classes.jsa")))
                        && all.stream()
                                .noneMatch(one -> one.getFileName().toString().startsWith(".new."));
            } catch (java.nio.file.NoSuchFileException notYet) {
                return false;
            }
        });
    }

    private static Stream<Path> files(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return Stream.empty();
        }
        try (Stream<Path> all = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(Files::isRegularFile).toList().stream();
        } catch (java.io.UncheckedIOException changing) {
            return Stream.empty();
        }
    }
}
