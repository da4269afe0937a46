package org.danegate.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.danegate.backup.BackupWriting;
import org.danegate.backup.Manifest;
import org.danegate.backup.NewerBackupException;
import org.danegate.backup.Passphrase;
import org.danegate.backup.Restore;
import org.danegate.backup.Verification;
import org.danegate.folder.NewerDataException;

/// The commands `backup` and `restore`.
final class BackupCommands {

    private static final int FAILED = 1;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z").withZone(ZoneId.systemDefault());

    private BackupCommands() {}

    static int backup(BackupOptions options, PrintStream out, PrintStream err) {
        try {
            char[] passphrase = Passphrase.of(options.passphraseFile());
            return new BackupWriting(options.dataDir(), options.tracking(), InstantSource.system())
                    .write(options.file(), passphrase, out, err);
        } catch (NewerDataException e) {
            CommandLine.fault(String.valueOf(e.getMessage()), err);
            return NewerDataException.STATUS;
        } catch (IOException | RuntimeException e) {
            CommandLine.fault("no backup was written: " + why(e), err);
            return FAILED;
        }
    }

    static int restore(RestoreOptions options, PrintStream out, PrintStream err) {
        try {
            char[] passphrase = Passphrase.of(options.passphraseFile());
            InstantSource clock = InstantSource.system();
            if (options.verify()) {
                say(new Verification(clock).verify(options.file(), passphrase, login()), options.file(), out);
            } else {
                Restore.Restored restored = new Restore(clock)
                        .restore(options.file(), passphrase, options.dataDir(), options.queue(), options.queueFrom());
                say(restored, options, out);
            }
            return 0;
        } catch (NewerBackupException e) {
            CommandLine.fault(options.file() + " was not restored: " + e.getMessage(), err);
            return NewerDataException.STATUS;
        } catch (IOException | RuntimeException e) {
            CommandLine.fault(options.file() + " was not restored: " + why(e), err);
            return FAILED;
        }
    }

    private static String why(Exception e) {
        return switch (e) {
            case NoSuchFileException missing
            when missing.getReason() == null
                    && missing.getMessage() != null
                    && !missing.getMessage().startsWith("there is") -> "there is no file " + missing.getFile();
            default -> String.valueOf(e.getMessage());
        };
    }

    private static void say(Restore.Restored restored, RestoreOptions options, PrintStream out) {
        out.println("Restored the " + what(restored.manifest()) + " into " + options.dataDir() + ".");
        database(restored.manifest(), out);
        damage(restored, out);
        String many = messages(restored.messages());
        if (restored.messages() == 0) {
            out.println("No mail waits in it.");
        } else if (options.queueFrom() != null || options.queue() == Restore.Queue.DELIVERED) {
            out.println(many + " will be delivered when the server starts.");
        } else {
            out.println(many + " in it " + (restored.messages() == 1 ? "is" : "are")
                    + " held, because the server may have delivered mail after the backup. Release or delete"
                    + " it on the page Monitor > Delivery Queue when the server runs, or restore with --deliver.");
        }
    }

    private static void say(Verification.Found found, Path file, PrintStream out) {
        out.println(file + " is whole: the " + what(found.restored().manifest()) + ".");
        database(found.restored().manifest(), out);
        damage(found.restored(), out);
        if (found.users() >= 0) {
            out.println("Its database opens: " + found.revisions() + " revisions of the policy, " + found.users()
                    + " users.");
        }
        if (found.locked()) {
            out.println("Its database has a password and was not opened: SPRING_DATASOURCE_USERNAME and"
                    + " SPRING_DATASOURCE_PASSWORD in the environment are for that.");
        }
        out.println("Its queue opens: " + messages(found.restored().messages()) + ".");
    }

    /// By the same variables as the server, and with its defaults.
    private static Verification.Login login() {
        return new Verification.Login(
                System.getenv().getOrDefault("SPRING_DATASOURCE_USERNAME", "sa"),
                System.getenv().getOrDefault("SPRING_DATASOURCE_PASSWORD", ""));
    }

    private static void database(Manifest manifest, PrintStream out) {
        if (manifest.database() == null) {
            out.println("The database is not in it: restore it by its own means.");
        }
    }

    private static void damage(Restore.Restored restored, PrintStream out) {
        restored.damage().forEach(line -> out.println("Queue record set aside: " + line));
    }

    private static String what(Manifest manifest) {
        return "backup of " + manifest.node() + " of " + TIME.format(manifest.takenAt()) + " (Danegate "
                + manifest.version() + ", " + manifest.files().size() + " files)";
    }

    private static String messages(int many) {
        return many == 1 ? "1 message" : many + " messages";
    }

    /// The data directory that the environment names, or the server's own default.
    static Path usualDataDir() {
        String named = System.getenv("DANEGATE_DATA_DIR");
        if (named != null && !named.isBlank()) {
            return Path.of(named);
        }
        Path here = Path.of("data");
        Path installed = Path.of("/var/lib/danegate");
        return !Files.isDirectory(here) && Files.isDirectory(installed) ? installed : here;
    }
}
