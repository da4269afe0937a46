package org.danegate.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A fresh Debian root made by mmdebstrap, with a network of its own in which port 25 is free.
final class DebianRoot {

    private static final String NETWORK = "danegate-packages";

    private final Path root;
    private final List<Process> running = new ArrayList<>();

    private DebianRoot(Path root) {
        this.root = root;
    }

    /// Makes the root, of the release that this system is.
    static DebianRoot make(Path folder) throws IOException, InterruptedException {
        DebianRoot made = new DebianRoot(folder.resolve("root"));
        try {
            made.fill();
            return made;
        } catch (IOException | InterruptedException | AssertionError e) {
            // What is mounted in it would be deleted with it.
            made.remove();
            throw e;
        }
    }

    private void fill() throws IOException, InterruptedException {
        // Of this system's release and from where it gets its packages.
        Machine.output("sh", "-ec", """
                . /etc/os-release
                site=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' "Release: $VERSION_CODENAME" | head -n 1)
                exec mmdebstrap --mode=root --variant=apt --include=systemd,init-system-helpers --skip=cleanup/apt/lists \\
                    --dpkgopt=force-unsafe-io --aptopt='Acquire::Languages "none"' "$VERSION_CODENAME" "$0" $site
                """, root.toString());
        Machine.output("mount", "-t", "proc", "proc", root.resolve("proc").toString());
        new ProcessBuilder("ip", "netns", "delete", NETWORK).start().waitFor();
        Machine.output("ip", "netns", "add", NETWORK);
        Machine.output("ip", "-n", NETWORK, "link", "set", "lo", "up");
    }

    Path path(String inside) {
        return root.resolve(inside.substring(1));
    }

    /// Runs a command in the root.
    ///
    /// @return what it printed, without spaces around it
    String in(String... command) throws IOException, InterruptedException {
        return Machine.output(Stream.concat(Stream.of("chroot", root.toString()), Stream.of(command))
                .toArray(String[]::new));
    }

    /// Runs a command of this system in the root's network.
    String near(String... command) throws IOException, InterruptedException {
        return Machine.output(Stream.concat(Stream.of("ip", "netns", "exec", NETWORK), Stream.of(command))
                .toArray(String[]::new));
    }

    /// Whether a page of the console comes.
    boolean answers(String address) throws IOException, InterruptedException {
        return Machine.succeeds(
                "ip", "netns", "exec", NETWORK, "curl", "-sf", "--max-time", "20", "-o", "/dev/null", address);
    }

    /// Installs packages with what they depend on.
    String install(Path... packages) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "--no-install-recommends"));
        for (Path one : packages) {
            Files.copy(one, path("/tmp/" + one.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            command.add("/tmp/" + one.getFileName());
        }
        return in(command.toArray(String[]::new));
    }

    /// Starts what the unit of the service says, as its user and with its capability.
    Process serve(List<String> more) throws IOException {
        List<String> unit = unit("danegate.service");
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", NETWORK, "chroot", root.toString()));
        command.addAll(List.of("setpriv", "--reuid", "danegate", "--regid", "danegate", "--clear-groups"));
        command.addAll(List.of("--inh-caps", "-all,+net_bind_service", "--ambient-caps", "-all,+net_bind_service"));
        command.addAll(List.of("--bounding-set", "-all,+net_bind_service", "--no-new-privs", "env", "-i"));
        command.add("PATH=/usr/sbin:/usr/bin:/sbin:/bin");
        command.addAll(more);
        unit.stream()
                .filter(line -> line.startsWith("Environment="))
                .map(line -> line.substring("Environment=".length()))
                .forEach(command::add);
        command.addAll(start(unit));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        running.add(process);
        return process;
    }

    /// Runs the unit that makes what the service needs for a quick start to its end, as root.
    ///
    /// @param messages of the training run
    String prepare(int messages) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", NETWORK, "chroot", root.toString()));
        command.addAll(List.of("env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"));
        command.add("DANEGATE_TRAINING_MESSAGES=" + messages);
        command.addAll(start(unit("danegate-prepare.service")));
        return Machine.output(command.toArray(String[]::new));
    }

    private List<String> unit(String name) throws IOException {
        return Files.readAllLines(path("/usr/lib/systemd/system/" + name));
    }

    private static List<String> start(List<String> unit) {
        return unit.stream()
                .filter(line -> line.startsWith("ExecStart="))
                .flatMap(line -> Stream.of(line.substring("ExecStart=".length()).split(" ")))
                .toList();
    }

    Path log() {
        return root.resolveSibling("service.log");
    }

    /// Ends what runs in it and deletes it.
    void remove() throws IOException, InterruptedException {
        for (Process process : running) {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        new ProcessBuilder("ip", "netns", "delete", NETWORK).start().waitFor();
        new ProcessBuilder("umount", root.resolve("proc").toString()).start().waitFor();
        new ProcessBuilder("rm", "-rf", "--one-file-system", root.toString())
                .start()
                .waitFor();
    }
}
