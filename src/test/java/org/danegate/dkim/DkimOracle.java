package org.danegate.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.danegate.peers.Peers;

/// Two verifiers from Debian's packages: python3-dkim and libopendkim. They look keys up in a file.
public final class DkimOracle {

    private final Path folder;
    private final StringBuilder keys = new StringBuilder();
    private int messages;
    private Duration ahead = Duration.ZERO;

    /// @param folder empty
    public DkimOracle(Path folder) {
        Peers.require("/usr/bin/dkimverify", "python3-dkim");
        Peers.requireFile(Path.of("/usr/lib/python3/dist-packages/nacl"), "python3-nacl");
        Peers.require("/usr/sbin/opendkim-testmsg", "opendkim-tools");
        this.folder = folder;
    }

    /// Publishes a key record.
    public DkimOracle with(String owner, String record) {
        keys.append(owner).append(' ').append(record).append('\n');
        return this;
    }

    /// Verifies as at a later time, because the signer's clock was put forward.
    public DkimOracle ahead(Duration time) {
        ahead = time;
        return this;
    }

    /// Adds a message.
    ///
    /// @return its name in the verdicts
    public String add(byte[] message) throws IOException {
        String name = "%05d.eml".formatted(messages++);
        Files.write(folder.resolve(name), message);
        return name;
    }

    /// The verdicts on one message.
    public String verdict(byte[] message) throws IOException, InterruptedException {
        String name = add(message);
        return verdicts().getOrDefault(name, "not read");
    }

    /// The verdicts on each message: `dkimpy=ok,ok opendkim=ok,ok` for two good signatures.
    public Map<String, String> verdicts() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("keys"), keys);
        Path script = Path.of("src/test/resources/dkim/oracle.py");
        Process python = new ProcessBuilder(
                        "/usr/bin/python3", script.toString(), folder.toString(), String.valueOf(ahead.toSeconds()))
                .redirectErrorStream(true)
                .start();
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor(120, TimeUnit.SECONDS)).as(output).isTrue();
        assertThat(python.exitValue()).as(output).isZero();
        Map<String, String> verdicts = new LinkedHashMap<>();
        output.lines().forEach(line -> verdicts.put(line.split(" ", 2)[0], line.split(" ", 2)[1]));
        return verdicts;
    }
}
