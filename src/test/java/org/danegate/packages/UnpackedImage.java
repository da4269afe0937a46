package org.danegate.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The image, unpacked from its layers, which checks their digests, and run as a container engine would run it: as its
/// user, without capabilities, with its root for reading only, and with a network and processes of its own.
final class UnpackedImage {

    /// From here on the process is the first one of its own system.
    private static final String ENTER = """
            root=$1 volume=$2 secrets=$3 user=$4 folder=$5
            shift 5
            mount --make-rprivate /
            mount --bind "$root" "$root"
            mount -o remount,bind,ro "$root"
            mount -t proc proc "$root/proc"
            mount -t tmpfs -o mode=1777,noexec,nosuid,nodev tmpfs "$root/tmp"
            mount -t tmpfs -o mode=755 tmpfs "$root/dev"
            for device in null zero random urandom; do
                touch "$root/dev/$device"
                mount --bind "/dev/$device" "$root/dev/$device"
            done
            mount --bind "$volume" "$root/var/lib/danegate"
            mount --bind "$secrets" "$root/run/secrets"
            mount -o remount,bind,ro "$root/run/secrets"
            ip link set lo up
            ip address add 10.99.0.1/32 dev lo
            exec setpriv --no-new-privs unshare --root "$root" --wd "$folder" \\
                --setgid "${user#*:}" --setuid "${user%:*}" "$@"
            """;

    private final JsonNode image;
    private final Path bundle;

    private UnpackedImage(JsonNode image, Path bundle) {
        this.image = image;
        this.bundle = bundle;
    }

    /// @param tar an OCI layout in one file
    /// @param name what the image is called in it
    static UnpackedImage of(Path tar, String name, Path folder) throws IOException, InterruptedException {
        Path layout = Files.createDirectories(folder.resolve("layout"));
        Machine.output("tar", "-xf", tar.toString(), "-C", layout.toString());
        Path bundle = folder.resolve("bundle");
        Machine.output("umoci", "unpack", "--image", layout + ":" + name, bundle.toString());
        JsonMapper json = new JsonMapper();
        JsonNode index = json.readTree(layout.resolve("index.json"));
        JsonNode manifest = json.readTree(blob(layout, index.at("/manifests/0/digest")));
        return new UnpackedImage(json.readTree(blob(layout, manifest.at("/config/digest"))), bundle);
    }

    private static Path blob(Path layout, JsonNode digest) {
        return layout.resolve("blobs").resolve(digest.asString().replace(':', '/'));
    }

    /// The part of the image's configuration that engines start containers by.
    JsonNode config() {
        return image.get("config");
    }

    int layers() {
        return image.at("/rootfs/diff_ids").size();
    }

    Path path(String inside) {
        return bundle.resolve("rootfs").resolve(inside.substring(1));
    }

    /// Starts it.
    ///
    /// @param more environment variables, `NAME=value`
    Container run(Path volume, Path secrets, Path log, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "--net",
                "--pid",
                "--ipc",
                "--uts",
                "--fork",
                "--kill-child",
                "sh",
                "-ec",
                ENTER));
        command.addAll(List.of("sh", path("/").toString(), volume.toString(), secrets.toString()));
        command.add(config().get("User").asString());
        command.add(config().get("WorkingDir").asString());
        command.addAll(List.of("/usr/bin/env", "-i"));
        config().get("Env").forEach(one -> command.add(one.asString()));
        command.addAll(List.of(more));
        config().get("Entrypoint").forEach(one -> command.add(one.asString()));
        config().get("Cmd").forEach(one -> command.add(one.asString()));
        return new Container(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                config().get("User").asString());
    }

    /// What runs.
    ///
    /// @param process stays outside and ends with the status of the first process inside
    /// @param user number of the user and of the group, `65532:65532`
    record Container(Process process, String user) implements AutoCloseable {

        /// Asks the first process inside to end.
        int stop() throws InterruptedException {
            first().destroy();
            return process.waitFor(90, TimeUnit.SECONDS) ? process.exitValue() : -1;
        }

        /// Whether a command inside ends with status 0, as in a health check of Compose.
        boolean succeeds(String... command) throws IOException, InterruptedException {
            return Machine.succeeds(inside(command).toArray(String[]::new));
        }

        String output(String... command) throws IOException, InterruptedException {
            return Machine.output(inside(command).toArray(String[]::new));
        }

        private List<String> inside(String... command) {
            String[] numbers = user.split(":");
            List<String> all = new ArrayList<>(List.of("nsenter", "--target", String.valueOf(first().pid())));
            all.addAll(List.of("--mount", "--net", "--pid", "--root", "--wd"));
            all.addAll(List.of("--setuid", numbers[0], "--setgid", numbers[1]));
            all.addAll(List.of(command));
            return all;
        }

        /// A command of this system in the container's network.
        String near(String... command) throws IOException, InterruptedException {
            List<String> all = new ArrayList<>(List.of("nsenter", "--target", String.valueOf(first().pid()), "--net"));
            all.addAll(List.of(command));
            return Machine.output(all.toArray(String[]::new));
        }

        private ProcessHandle first() {
            return process.children().findFirst().orElseThrow();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
