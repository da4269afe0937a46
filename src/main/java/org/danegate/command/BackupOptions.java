package org.danegate.command;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.danegate.backup.BackupWriting;
import org.jspecify.annotations.Nullable;

/// The options of a `backup` command line.
///
/// @param passphraseFile null when the backup is not encrypted
/// @param tracking whether Message Tracking shall be in it
record BackupOptions(Path file, Path dataDir, @Nullable Path passphraseFile, boolean tracking) {

    static BackupOptions read(List<String> args) throws WrongOptions {
        Path file = null;
        Path dataDir = BackupCommands.usualDataDir();
        Path passphrase = null;
        boolean tracking = false;
        Iterator<String> words = args.iterator();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "--data-dir" -> dataDir = Path.of(DaneVerifyOptions.value(word, words));
                case "--passphrase-file" -> passphrase = Path.of(DaneVerifyOptions.value(word, words));
                case BackupWriting.WITH_TRACKING -> tracking = true;
                default -> {
                    if (word.startsWith("-") || file != null) {
                        throw new WrongOptions("unexpected argument: " + word);
                    }
                    file = Path.of(word);
                }
            }
        }
        if (file == null) {
            throw new WrongOptions("backup needs a file");
        }
        return new BackupOptions(file, dataDir, passphrase, tracking);
    }
}
