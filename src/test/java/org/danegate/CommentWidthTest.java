package org.danegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// From JDK 23 on the formatter counts the indentation of a `///` line twice
/// ([palantir-java-format 1776](https://github.com/palantir/palantir-java-format/pull/1776)) and breaks it into
/// something that is no longer a comment; on older JDKs it does not. Lines this short suit both, so that the build is
/// green whatever JDK runs Maven.
class CommentWidthTest {

    private static final int WIDEST = 120;

    @Test
    void documentation_comments_are_narrow_enough_for_the_formatter_on_every_jdk() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src"))) {
            assertThat(sources.filter(f -> f.toString().endsWith(".java")).flatMap(CommentWidthTest::wideLines))
                    .isEmpty();
        }
    }

    private static Stream<String> wideLines(Path source) {
        List<String> lines;
        try {
            lines = Files.readAllLines(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return IntStream.range(0, lines.size())
                .filter(i -> isWide(lines.get(i)))
                .mapToObj(i -> source + ":" + (i + 1) + " " + lines.get(i));
    }

    private static boolean isWide(String line) {
        String comment = line.stripLeading();
        int indentation = line.length() - comment.length();
        return comment.startsWith("///") && 2 * indentation + comment.length() > WIDEST;
    }
}
