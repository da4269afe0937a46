package org.danegate.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.danegate.peers.Peers;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// What Debian's own checker says about the packages. Where it is wrong, `lintian-overrides` say why. Runs in
/// `./mvnw -Ppackages verify`.
class LintianIT {

    @Test
    void finds_no_error_in_either_package() throws IOException, InterruptedException {
        String target = System.getProperty("danegate.packages");
        Assumptions.assumeTrue(target != null, "made and tested by ./mvnw -Ppackages verify");
        Peers.require("/usr/bin/lintian", "lintian");
        List<String> command = new ArrayList<>(List.of("lintian", "--fail-on", "error"));
        try (Stream<Path> files = Files.list(Path.of(target))) {
            files.map(Path::toString)
                    .filter(name -> name.matches(".*/danegate(-runtime)?_[^/]+\\.deb"))
                    .forEach(command::add);
        }
        assertThat(command).as("both packages were made").hasSize(5);
        // It fails with what it found; warnings are told.
        System.out.println(Machine.output(command.toArray(String[]::new)));
    }
}
