package org.danegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Benchmarks and attacks are started from their source, so that no build would notice when they no longer compile.
class ProgramsCompileTest {

    @TempDir
    Path classes;

    @ParameterizedTest
    @ValueSource(strings = {"src/bench", "src/attack"})
    void programs_compile_without_warnings(Path sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        // Peers that are programs of their own may be waited for in close, and OpenSSL is called natively.
        List<String> options = List.of(
                "-Xlint:all,-try,-restricted",
                "-Werror",
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path"));
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> all = Files.walk(sources)) {
            boolean compiled = compiler.getTask(
                            said,
                            files,
                            null,
                            options,
                            null,
                            files.getJavaFileObjectsFromPaths(
                                    all.filter(f -> f.toString().endsWith(".java"))
                                            .toList()))
                    .call();
            assertThat(compiled).as(said.toString()).isTrue();
        }
    }
}
