package org.danegate.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.danegate.peers.Peers;
import org.junit.jupiter.api.Assumptions;

/// This machine: whether it lets a test make systems within the system, and its commands.
final class Machine {

    /// Makes and leaves all that the tests need; its first complaint is the reason why they are skipped.
    private static final String PROBE = """
            place=$(mktemp -d)
            trap 'ip netns delete danegate-probe-$$ 2>/dev/null; rm -rf "$place"' EXIT
            ip netns add danegate-probe-$$
            unshare --mount --net --pid --ipc --uts --fork --mount-proc sh -ec '
                mount -t tmpfs none "$1" && mknod "$1/null" c 1 3 && chroot / true' sh "$place"
            """;

    private Machine() {}

    /// Skips the test where the packages were not made, or where this process may not mount and separate. A missing
    /// program fails it in CI.
    ///
    /// @return the folder with the packages
    static Path withPackages(Map<String, String> programs) throws IOException, InterruptedException {
        String packages = System.getProperty("danegate.packages");
        Assumptions.assumeTrue(packages != null, "made and tested by ./mvnw -Ppackages verify");
        if (!"root".equals(System.getProperty("user.name"))) {
            skip("only root may mount and change its root: run ./mvnw -Ppackages verify as root");
        }
        programs.forEach(Peers::require);
        Process probe =
                new ProcessBuilder("sh", "-ec", PROBE).redirectErrorStream(true).start();
        String said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (probe.waitFor() != 0) {
            skip("this machine forbids to mount or to separate networks: " + said.strip());
        }
        return Path.of(packages);
    }

    /// Said on the console too, where a skipped test would only be counted.
    private static void skip(String why) {
        System.err.println("PACKAGES NOT TESTED: " + why);
        Assumptions.abort(why);
    }

    /// Runs a command; fails with what it printed when it fails.
    ///
    /// @return what it printed, without spaces around it
    static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s: %s", String.join(" ", command), printed)
                .isZero();
        return printed.strip();
    }

    /// Whether the command ends with status 0.
    static boolean succeeds(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
