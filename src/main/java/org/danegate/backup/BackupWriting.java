package org.danegate.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.danegate.control.ControlClient;
import org.danegate.folder.DataFormat;
import org.danegate.folder.DirectoryLock;
import org.danegate.folder.Restoring;
import org.jspecify.annotations.Nullable;

/// Writes a backup of a data directory to a file, for a command: asks the server that has it open, or reads it itself
/// where none has.
public final class BackupWriting {

    static final String ACT = "backup";

    /// The option by which Message Tracking is in a backup, here and at the server.
    public static final String WITH_TRACKING = "--with-tracking";

    private final Path dataDir;
    private final boolean tracking;
    private final InstantSource clock;

    /// @param dataDir with the data of a server
    /// @param tracking whether Message Tracking shall be in it
    public BackupWriting(Path dataDir, boolean tracking, InstantSource clock) {
        this.dataDir = dataDir;
        this.tracking = tracking;
        this.clock = clock;
    }

    /// Writes the file, which only its owner can read.
    ///
    /// @param passphrase encrypts it; null for none
    /// @return exit status: 0 when it is whole and on the disk
    /// @throws IOException when there are no data, they cannot be read, or the file cannot be written or exists
    public int write(Path file, char @Nullable [] passphrase, PrintStream out, PrintStream err) throws IOException {
        if (!Files.exists(dataDir.resolve("queue")) && !Files.exists(dataDir.resolve("db"))) {
            throw new IOException("there are no data of Danegate in " + dataDir + "; name the folder by --data-dir");
        }
        try {
            NewFile.write(file, passphrase, to -> write(to, out, err));
        } catch (RefusedException told) {
            return told.status;
        }
        out.println("Backup of " + dataDir + " written to " + file + " (" + size(Files.size(file)) + ")."
                + (passphrase == null ? " It has keys in it and is not encrypted: keep it like them." : ""));
        return 0;
    }

    /// The server has said why it makes no backup.
    private static final class RefusedException extends IOException {

        private static final long serialVersionUID = 1L;

        private final int status;

        RefusedException(int status) {
            this.status = status;
        }
    }

    private boolean write(OutputStream to, PrintStream out, PrintStream err) throws IOException {
        OptionalInt status =
                ControlClient.ask(dataDir, tracking ? List.of(ACT, WITH_TRACKING) : List.of(ACT), to, out, err);
        if (status.isPresent() && status.getAsInt() != 0) {
            throw new RefusedException(status.getAsInt());
        }
        if (status.isPresent()) {
            return true;
        }
        try (DirectoryLock _ = DirectoryLock.take(dataDir)) {
            Restoring.requireEnded(dataDir);
            Optional<DataFormat> written = DataFormat.of(dataDir);
            written.ifPresent(format -> format.requireReadable(dataDir));
            Backup.standing(dataDir, clock).withTracking(tracking).write(to);
            return true;
        } catch (DirectoryLock.InUseException e) {
            throw new IOException(
                    e.getMessage() + " This command cannot reach it: run it as the server's user or root, on its host.",
                    e);
        }
    }

    private static String size(long octets) {
        return octets < 10 << 20 ? (octets >> 10) + " KiB" : (octets >> 20) + " MiB";
    }
}
