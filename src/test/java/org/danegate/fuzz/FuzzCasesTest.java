package org.danegate.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every fuzz target holds for every case that is kept in `src/fuzz/corpus`: seeds, what fuzzing made of them, and each
/// finding there ever was. The hunt for new ones is `src/fuzz/run`.
class FuzzCasesTest {

    private static final Path TESTS = Path.of("src/test/java");
    private static final Path CORPUS = Path.of("src/fuzz/corpus");

    @ParameterizedTest
    @MethodSource("targets")
    @Timeout(30)
    void every_case_holds(String target) throws Exception {
        Method fuzz = Class.forName(target).getMethod("fuzzerTestOneInput", byte[].class);
        List<Path> cases = files(CORPUS.resolve(target.substring(target.lastIndexOf('.') + 1)));
        assertThat(cases).isNotEmpty();
        for (Path one : cases) {
            try {
                fuzz.invoke(null, (Object) Files.readAllBytes(one));
            } catch (InvocationTargetException finding) {
                throw new AssertionError(one.toString(), finding.getCause());
            }
        }
    }

    static Stream<String> targets() throws IOException {
        return files(TESTS).stream()
                .map(file -> TESTS.relativize(file).toString())
                .filter(file -> file.endsWith("Fuzz.java"))
                .map(file -> file.substring(0, file.length() - ".java".length()).replace('/', '.'));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
