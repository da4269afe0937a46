package org.danegate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.danegate.wording.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files of several makings, read as zone files.
class TrustAnchorFoldersTest {

    private static final String DIGEST = "E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                ". IN DS 20326 8 2 " + DIGEST,
                "; KSK-2017\n.\t172800\tIN\tDS\t20326 8 2 (\n  E06D44B80B8F1D39A95C0B0D7C65D084\n"
                        + "  58E880409BBC683457104237C7F8EC8D ) ; kept\n",
                "$TTL 1h\n. DNSKEY 257 3 8 AwEAAaz/tAm8yTn4Mfeh5eyI96WSVexTBAvkMgJzkKTO\n",
                "@ IN DS 20326 8 2 " + DIGEST,
            })
    void zone_file_forms_of_an_anchor_are_taken(String text) throws Exception {
        assertThat(faults(file(text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "; . IN DS 20326 8 2 " + DIGEST,
                ". IN DS 20326 8 2 00",
                ". IN TXT \"a DS b\"",
                "example. IN DS 20326 8 2 " + DIGEST,
                ". IN DS 20326 8 2 " + DIGEST + "\nexample. IN DS 20326 8 2 " + DIGEST,
                "root:secret-word:0:0:root:/root:/bin/sh",
            })
    void what_validation_could_not_use_is_a_fault_that_quotes_nothing(String text) throws Exception {
        Path file = file(text);

        assertThat(faults(file)).singleElement().satisfies(v -> {
            assertThat(v.field()).isEqualTo("dns.trustAnchorFile");
            assertThat(v.severity()).isEqualTo(Fault.Severity.ERROR);
            assertThat(v.message()).startsWith(file + " holds no trust anchors").doesNotContain("secret-word");
        });
    }

    @Test
    void what_is_no_readable_file_is_a_fault_and_none_named_is_none() {
        for (Path path : new Path[] {folder, folder.resolve("missing")}) {
            assertThat(faults(path))
                    .singleElement()
                    .satisfies(v -> assertThat(v.message()).startsWith(path + " cannot be read"));
        }
        assertThat(faults(null)).isEmpty();
    }

    /// What is outside is not looked for: the answer is the same whether the file is there, and what is in it.
    @Test
    void files_elsewhere_get_one_answer_whatever_they_are() throws Exception {
        Path inside = Files.createDirectory(folder.resolve("trust-anchors"));
        Path outside = file(". IN DS 20326 8 2 " + DIGEST);
        Path link = Files.createSymbolicLink(inside.resolve("link"), outside);
        TrustAnchorFolders folders = TrustAnchorFolders.of(folder, List.of(""));
        for (Path path : new Path[] {
            outside, folder, folder.resolve("missing"), Path.of("/etc/passwd"), inside.resolve("../anchors"), link
        }) {
            assertThat(folders.faults(path, null))
                    .singleElement()
                    .satisfies(v -> assertThat(v.message())
                            .isEqualTo(path + " is outside the folders that trust anchor files may be in: " + inside
                                    + "."));
        }
        assertThat(folders.faults(outside, outside)).as("the one in force").isEmpty();
        assertThat(TrustAnchorFolders.of(folder, List.of(folder.toString())).faults(outside, null))
                .as("a folder of the setting")
                .isEmpty();
    }

    private List<Fault> faults(@Nullable Path file) {
        return new TrustAnchorFolders(List.of(folder)).faults(file, null);
    }

    private Path file(String text) throws Exception {
        return Files.writeString(folder.resolve("anchors"), text);
    }
}
