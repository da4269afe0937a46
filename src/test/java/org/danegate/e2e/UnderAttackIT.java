package org.danegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The attacks of `src/attack` in their short form, on the packaged jar with the smallest heap that is promised.
class UnderAttackIT {

    @TempDir
    Path folder;

    @Test
    void the_gateway_withstands_the_attacks_with_128_megabytes() throws Exception {
        Path rows = folder.resolve("rows.txt");
        List<String> server = PackagedProgram.command(List.of());
        int jar = server.indexOf("-jar");
        Process attacks = new ProcessBuilder(
                        server.getFirst(),
                        "src/attack/Attacks.java",
                        server.get(jar + 1),
                        "--heap",
                        "128m",
                        "--java-options",
                        String.join(" ", server.subList(1, jar)),
                        "--short")
                .redirectErrorStream(true)
                .redirectOutput(rows.toFile())
                .start();
        try {
            assertThat(attacks.waitFor(10, TimeUnit.MINUTES)).as("it ended").isTrue();
        } finally {
            attacks.descendants().forEach(ProcessHandle::destroyForcibly);
            attacks.destroyForcibly();
        }
        String told = Files.readString(rows);
        assertThat(attacks.exitValue()).as(told).isZero();
        assertThat(told.lines().skip(1))
                .hasSize(9)
                .allSatisfy(row -> assertThat(row).contains("128m").contains(" yes "));
    }
}
