package org.danegate.dns.anchor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The file that keeps the root's keys across restarts. A complete new file is written next to it, forced to disk
/// and renamed over the old one, so that a crash leaves the old or the new file and never a part. Only its owner can
/// read it.
final class AnchorFile {

    private static final String HEAD = "danegate-root-anchors 1";
    private static final String END = "end";

    private final Path place;

    AnchorFile(Path place) {
        this.place = place;
    }

    /// Reads the stored record; empty when there is no file.
    ///
    /// @throws IOException when it cannot be read or is damaged
    Optional<AnchorRecord> read() throws IOException {
        if (!Files.exists(place)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(place, StandardCharsets.US_ASCII);
        if (lines.size() < 3
                || !lines.getFirst().equals(HEAD)
                || !lines.getLast().equals(END)) {
            throw new IOException("the file of trust anchors " + place + " is damaged");
        }
        try {
            List<KnownKey> keys = new ArrayList<>();
            for (String line : lines.subList(2, lines.size() - 1)) {
                keys.add(key(line.split(" ", -1)));
            }
            return Optional.of(refresh(lines.get(1).split(" ", -1), new RootKeys(keys)));
        } catch (IllegalArgumentException | DateTimeParseException | ArrayIndexOutOfBoundsException e) {
            throw new IOException("the file of trust anchors " + place + " is damaged: " + e.getMessage(), e);
        }
    }

    /// Sets a damaged file aside for people to look at, keeping its name with `.damaged` appended.
    void setAside() throws IOException {
        Files.move(place, beside(".damaged"), StandardCopyOption.REPLACE_EXISTING);
    }

    /// Writes the file; it is on disk when this returns.
    void write(AnchorRecord record) throws IOException {
        Path draft = beside(".new");
        writeDraft(draft, text(record).getBytes(StandardCharsets.US_ASCII));
        Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path folder = place.toAbsolutePath().getParent();
        if (folder != null && isPosix()) {
            // The rename itself must reach the disk too.
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    private void writeDraft(Path draft, byte[] text) throws IOException {
        Files.deleteIfExists(draft);
        if (isPosix()) {
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        try (FileChannel out = FileChannel.open(draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }

    private boolean isPosix() {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private Path beside(String suffix) {
        return place.resolveSibling(place.getFileName() + suffix);
    }

    private static String text(AnchorRecord record) {
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        text.append(refreshLine(record)).append('\n');
        for (KnownKey known : record.keys().keys()) {
            text.append(keyLine(known)).append('\n');
        }
        return text.append(END).append('\n').toString();
    }

    private static String refreshLine(AnchorRecord record) {
        return "refresh " + orDash(record.lastRefresh()) + " " + record.nextRefresh() + " "
                + record.originalTtl().toSeconds() + " "
                + record.signatureLeft().toSeconds();
    }

    private static String keyLine(KnownKey known) {
        RootKey key = known.key();
        return "key " + key.keyTag() + " " + key.algorithm() + " " + key.sha256() + " " + known.state() + " "
                + known.since() + " " + orDash(known.next());
    }

    private static KnownKey key(String[] words) {
        expect(words, "key", 7);
        RootKey key = RootKey.parse(words[1], words[2], words[3]);
        return new KnownKey(key, KeyState.valueOf(words[4]), Instant.parse(words[5]), instant(words[6]));
    }

    private static AnchorRecord refresh(String[] words, RootKeys keys) {
        expect(words, "refresh", 5);
        return new AnchorRecord(
                keys,
                instant(words[1]),
                Instant.parse(words[2]),
                Duration.ofSeconds(Long.parseLong(words[3])),
                Duration.ofSeconds(Long.parseLong(words[4])));
    }

    private static void expect(String[] words, String first, int count) {
        if (words.length != count || !words[0].equals(first)) {
            throw new IllegalArgumentException("a line '" + first + "' with " + count + " words is expected");
        }
    }

    private static String orDash(@Nullable Instant instant) {
        return instant == null ? "-" : instant.toString();
    }

    private static @Nullable Instant instant(String word) {
        return word.equals("-") ? null : Instant.parse(word);
    }
}
