package org.danegate.command;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.danegate.backup.Restore;
import org.jspecify.annotations.Nullable;

/// The options of a `restore` command line.
///
/// @param passphraseFile null when none is named
/// @param verify whether to look only
/// @param queueFrom data directory whose queue is taken instead of the backup's; null for none
record RestoreOptions(
        Path file,
        Path dataDir,
        @Nullable Path passphraseFile,
        boolean verify,
        Restore.Queue queue,
        @Nullable Path queueFrom) {

    static RestoreOptions read(List<String> args) throws WrongOptions {
        Path file = null;
        Path dataDir = BackupCommands.usualDataDir();
        Path passphrase = null;
        Path queueFrom = null;
        boolean verify = false;
        Restore.Queue queue = Restore.Queue.HELD;
        int choices = 0;
        Iterator<String> words = args.iterator();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "--data-dir" -> dataDir = Path.of(DaneVerifyOptions.value(word, words));
                case "--passphrase-file" -> passphrase = Path.of(DaneVerifyOptions.value(word, words));
                case "--verify" -> verify = true;
                case "--deliver", "--without-queue" -> {
                    queue = word.equals("--deliver") ? Restore.Queue.DELIVERED : Restore.Queue.LEFT_OUT;
                    choices++;
                }
                case "--queue-from" -> {
                    queueFrom = Path.of(DaneVerifyOptions.value(word, words));
                    choices++;
                }
                default -> {
                    if (word.startsWith("-") || file != null) {
                        throw new WrongOptions("unexpected argument: " + word);
                    }
                    file = Path.of(word);
                }
            }
        }
        if (file == null) {
            throw new WrongOptions("restore needs a file");
        }
        if (choices > 1) {
            throw new WrongOptions("only one of --deliver, --without-queue and --queue-from is possible");
        }
        return new RestoreOptions(file, dataDir, passphrase, verify, queue, queueFrom);
    }
}
