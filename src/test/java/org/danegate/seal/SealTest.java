package org.danegate.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sealed texts and the file of their key.
public class SealTest {

    /// A seal for tests of other rooms.
    public static Seal any() {
        return new Seal(new byte[Seal.KEY_OCTETS]);
    }

    @TempDir
    private Path folder;

    @Test
    void a_sealed_text_opens_with_the_same_key_for_the_same_purpose_alone() {
        Seal seal = new Seal(KeyFile.read(folder));
        String closed = seal.close("two-step ada", "JBSWY3DPEHPK3PXP");
        assertThat(closed).startsWith("sealed:1:").doesNotContain("JBSWY3DPEHPK3PXP");
        assertThat(seal.close("two-step ada", "JBSWY3DPEHPK3PXP")).isNotEqualTo(closed);
        assertThat(new Seal(KeyFile.read(folder)).open("two-step ada", closed)).isEqualTo("JBSWY3DPEHPK3PXP");
        assertThat(seal.open("two-step ada", "in clear")).isEqualTo("in clear");
        assertThatThrownBy(() -> seal.open("two-step eve", closed)).hasMessageContaining("secret.key");
        assertThatThrownBy(() -> any().open("two-step ada", closed)).hasMessageContaining("secret.key");
        assertThatThrownBy(() -> seal.open("two-step ada", "sealed:1:AAAA")).isInstanceOf(RuntimeException.class);
    }

    @Test
    void the_key_is_its_owners_alone_and_a_file_that_is_no_key_is_refused() throws Exception {
        KeyFile.read(folder.resolve("data"));
        Path file = folder.resolve("data/secret.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        KeyFile.read(folder.resolve("data"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.writeString(file, "nonsense");
        assertThatThrownBy(() -> KeyFile.read(folder.resolve("data")))
                .hasMessageStartingWith("danegate.data-dir: ")
                .hasMessageContaining("no key");
    }
}
