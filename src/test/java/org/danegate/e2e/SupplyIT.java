package org.danegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the jar says of what it is made of.
class SupplyIT {

    private static final String SBOM = "META-INF/sbom/application.cdx.json";

    @Test
    void every_library_in_the_jar_is_in_its_bill_of_materials_and_its_list_of_licences() throws Exception {
        try (JarFile jar = new JarFile(System.getProperty("danegate.jar", "target/danegate.jar"))) {
            Assumptions.assumeTrue(
                    System.getenv("CI") != null || entry(jar, SBOM) != null,
                    "a -Dquick build has no bill of materials");
            List<String> libraries = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(n -> n.startsWith("BOOT-INF/lib/") && n.endsWith(".jar"))
                    .map(n -> n.substring("BOOT-INF/lib/".length(), n.length() - ".jar".length()))
                    // The loader's own part of the jar is a library of the build, not of the project.
                    .filter(n -> !n.startsWith("spring-boot-jarmode-"))
                    .toList();
            List<String> listed = JsonMapper.shared()
                    .readTree(text(jar, SBOM))
                    .path("components")
                    .valueStream()
                    .map(c -> name(c))
                    .toList();
            assertThat(libraries).hasSizeGreaterThan(50);
            assertThat(listed).containsAll(libraries);

            List<String> licences = text(jar, "META-INF/THIRD-PARTY.txt")
                    .lines()
                    .map(String::strip)
                    .toList();
            assertThat(libraries)
                    .allSatisfy(library -> assertThat(licences)
                            .anySatisfy(line -> assertThat(line)
                                    .startsWith("(")
                                    .doesNotStartWith("(Unknown")
                                    .contains(artifact(library) + ":")));
            assertThat(text(jar, "META-INF/LICENSE")).isNotBlank();
        }
    }

    private static String name(JsonNode component) {
        return component.path("name").asString() + "-"
                + component.path("version").asString();
    }

    private static String artifact(String library) {
        return library.replaceFirst("-[0-9][^-]*(-[A-Za-z0-9.]+)?$", "");
    }

    private static ZipEntry entry(JarFile jar, String name) {
        ZipEntry entry = jar.getEntry("BOOT-INF/classes/" + name);
        return entry == null ? jar.getEntry(name) : entry;
    }

    private static String text(JarFile jar, String name) throws IOException {
        try (InputStream in = jar.getInputStream(entry(jar, name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
