package org.danegate.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.danegate.folder.DataFormat;
import org.danegate.folder.Restoring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a backup of a standing data directory has in it, and that no damaged one is ever restored.
class BackupArchiveTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-30T12:00:00Z"));
    private static final char[] PASSPHRASE = "correct horse".toCharArray();

    @TempDir
    Path folder;

    @Test
    void keys_certificates_and_settings_come_back_for_their_owner_alone() throws IOException {
        Path data = data();
        Path file = folder.resolve("backup.zip");
        Manifest manifest = Backup.standing(data, CLOCK).write(file);
        assertThat(manifest.files())
                .extracting(Manifest.Item::name)
                .containsExactly("FORMAT", "secret.key", "tls/mx.crt.pem", "tls/mx.key.pem");
        assertThat(mode(file)).isEqualTo("rw-------");

        Path fresh = folder.resolve("fresh");
        Restore.Restored restored = restore(file, fresh);

        assertThat(restored.messages()).isZero();
        assertThat(fresh.resolve("secret.key")).hasContent("the key");
        assertThat(fresh.resolve("tls/mx.key.pem")).hasContent("private");
        assertThat(mode(fresh)).isEqualTo("rwx------");
        assertThat(mode(fresh.resolve("tls/mx.key.pem"))).isEqualTo("rw-------");
        Restoring.requireEnded(fresh);
    }

    @Test
    void an_existing_file_and_a_folder_that_is_not_empty_stay_as_they_are() throws IOException {
        Path data = data();
        Path file = folder.resolve("backup.zip");
        Backup.standing(data, CLOCK).write(file);
        byte[] written = Files.readAllBytes(file);

        assertThatThrownBy(() -> Backup.standing(data, CLOCK).write(file)).hasMessage(file + " exists already");
        assertThatThrownBy(() -> restore(file, data)).hasMessageContaining(data + " is not empty");

        assertThat(file).hasBinaryContent(written);
        assertThat(data.resolve("secret.key")).hasContent("the key");
        assertThat(data.resolve(".restoring")).doesNotExist();
    }

    @Test
    void a_backup_with_an_octet_changed_or_missing_anywhere_is_not_restored() throws IOException {
        Path file = folder.resolve("backup.zip");
        Backup.standing(data(), CLOCK).write(file);
        byte[] whole = Files.readAllBytes(file);
        Path bad = folder.resolve("bad.zip");
        Path fresh = folder.resolve("fresh");
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            Files.write(bad, Arrays.copyOf(whole, 1 + random.nextInt(lengthOfEntries(whole) - 1)));
            assertThatThrownBy(() -> restore(bad, fresh)).isInstanceOf(IOException.class);
            assertThat(fresh).doesNotExist();
        }
        assertThatThrownBy(() -> restore(changed(bad, "the key", "his key"), fresh))
                .hasMessage("secret.key in it is damaged: its checksum differs");
        assertThat(fresh).doesNotExist();
    }

    @Test
    void what_is_no_backup_or_reaches_outside_the_folder_is_refused() throws IOException {
        Path file = folder.resolve("other");
        Files.writeString(file, "a letter");
        assertThatThrownBy(() -> restore(file, folder.resolve("fresh"))).hasMessage("it is no backup of Danegate");
        zip(file, "../outside", "x", Manifest.NAME, manifest("[]", 1));
        assertThatThrownBy(() -> restore(file, folder.resolve("fresh"))).hasMessageContaining("unusable name");
        assertThat(folder.resolve("outside")).doesNotExist();
        zip(file, "added", "x", Manifest.NAME, manifest("[]", 1));
        assertThatThrownBy(() -> restore(file, folder.resolve("fresh")))
                .hasMessage("it has more than its manifest says");
        zip(file, "FORMAT", "x", Manifest.NAME, manifest("[]", 9));
        assertThatThrownBy(() -> restore(file, folder.resolve("fresh")))
                .isInstanceOf(NewerBackupException.class)
                .hasMessageContaining("it was made by Danegate 9.9");
    }

    @Test
    void an_encrypted_backup_needs_its_passphrase_and_tolerates_no_change() throws IOException {
        byte[] text = new byte[200_000];
        new Random(3).nextBytes(text);
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        SealingOutput out = new SealingOutput(sealed, Sealing.fresh(PASSPHRASE));
        out.write(text);
        out.end();
        byte[] octets = sealed.toByteArray();
        assertThat(open(octets, PASSPHRASE)).isEqualTo(text);

        assertThatThrownBy(() -> open(octets, null)).hasMessageContaining("--passphrase-file");
        assertThatThrownBy(() -> open(octets, "another horse".toCharArray()))
                .hasMessage("its passphrase is another one, or it is damaged");
        int piece = Sealing.PIECE + Sealing.TAG;
        for (int cut : new int[] {octets.length - 1, Sealing.HEAD + piece, Sealing.HEAD + 2 * piece}) {
            assertThatThrownBy(() -> open(Arrays.copyOf(octets, cut), PASSPHRASE))
                    .hasMessageContaining("damaged");
        }
        for (int at : new int[] {Sealing.MAGIC.length + 5, Sealing.HEAD + 9, octets.length - 3}) {
            byte[] changed = octets.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> open(changed, PASSPHRASE)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void an_encrypted_file_is_written_and_restored() throws IOException {
        Path file = folder.resolve("backup.sealed");
        Backup.standing(data(), CLOCK).write(file, PASSPHRASE);
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .startsWith("DANEGATE-SEALED-1\n")
                .doesNotContain("secret.key");
        Path fresh = folder.resolve("fresh");
        new Restore(CLOCK).restore(file, PASSPHRASE, fresh, Restore.Queue.HELD, null);
        assertThat(fresh.resolve("secret.key")).hasContent("the key");
    }

    private Path data() throws IOException {
        Path data = folder.resolve("data");
        Files.createDirectories(data.resolve("tls"));
        Files.createDirectories(data.resolve("logs/mail_logs"));
        Files.createDirectories(data.resolve("backups"));
        Files.createDirectories(data.resolve("demo"));
        Files.writeString(data.resolve("demo/server.lock"), "");
        Files.writeString(data.resolve("demo/secret.key"), "of the demo");
        Files.writeString(data.resolve("backups/before-1.zip"), "old");
        Files.writeString(data.resolve("logs/mail_logs/mail.current"), "a line");
        Files.writeString(data.resolve("server.lock"), "process 1");
        Files.writeString(data.resolve("secret.key"), "the key");
        Files.writeString(data.resolve("tls/mx.crt.pem"), "public");
        Path elsewhere = Files.writeString(folder.resolve("elsewhere.pem"), "private");
        Files.createSymbolicLink(data.resolve("tls/mx.key.pem"), elsewhere);
        DataFormat.ours().write(data);
        return data;
    }

    private static Restore.Restored restore(Path file, Path into) throws IOException {
        return new Restore(CLOCK).restore(file, null, into, Restore.Queue.HELD, null);
    }

    /// The part before the list of entries at the end, which is not read.
    private static int lengthOfEntries(byte[] zip) {
        return new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
    }

    /// The same backup with another content of one file.
    private Path changed(Path bad, String from, String to) throws IOException {
        Path other = folder.resolve("data/secret.key");
        Path good = folder.resolve("good.zip");
        Files.deleteIfExists(good);
        Backup.standing(folder.resolve("data"), CLOCK).write(good);
        assertThat(other).hasContent(from);
        try (var zip = new java.util.zip.ZipFile(good.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(bad))) {
            for (ZipEntry entry : zip.stream().toList()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                byte[] content = zip.getInputStream(entry).readAllBytes();
                out.write(entry.getName().equals("secret.key") ? to.getBytes(StandardCharsets.UTF_8) : content);
                out.closeEntry();
            }
        }
        return bad;
    }

    private static String manifest(String files, int archive) {
        return """
                {"product": "danegate", "archive": %d, "version": "9.9", "format": 1, "takenAt": "2026-01-01T00:00:00Z",
                 "node": "mx1", "running": true, "files": %s}""".formatted(archive, files);
    }

    private static void zip(Path file, String... namesAndContents) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            List<String> all = List.of(namesAndContents);
            for (int i = 0; i < all.size(); i += 2) {
                out.putNextEntry(new ZipEntry(all.get(i)));
                out.write(all.get(i + 1).getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
    }

    private static byte[] open(byte[] octets, char[] passphrase) throws IOException {
        try (InputStream in = SealedInput.open(new ByteArrayInputStream(octets), passphrase)) {
            return in.readAllBytes();
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
