package org.danegate.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.danegate.control.ControlFile;
import org.jspecify.annotations.Nullable;

/// Which server a word is for, from the options and the environment.
///
/// @param words the word and its arguments, without these options
/// @param dataDir data directory of a server on this machine
/// @param url address of a server's console; null for a server on this machine
/// @param tokenFile file with the token for `url`; null when it is in `DANEGATE_TOKEN`
/// @param caFile certificates that sign the one of `url`; null for those that Java trusts
record ServerOptions(
        List<String> words,
        Path dataDir,
        @Nullable String url,
        @Nullable Path tokenFile,
        @Nullable Path caFile) {

    /// Where the package keeps its data.
    private static final Path INSTALLED = Path.of("/var/lib/danegate");

    ServerOptions {
        words = List.copyOf(words);
    }

    static ServerOptions read(List<String> args, Map<String, String> environment) throws WrongOptions {
        List<String> words = new ArrayList<>();
        String dataDir = environment.get("DANEGATE_DATA_DIR");
        String url = environment.get("DANEGATE_URL");
        String tokenFile = environment.get("DANEGATE_TOKEN_FILE");
        String caFile = environment.get("DANEGATE_CA_FILE");
        Iterator<String> rest = args.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            switch (word) {
                case "--data-dir" -> {
                    dataDir = value(word, rest);
                    url = null;
                }
                case "--url" -> url = value(word, rest);
                case "--token-file" -> tokenFile = value(word, rest);
                case "--ca-file" -> caFile = value(word, rest);
                case "--" -> {
                    words.add(word);
                    rest.forEachRemaining(words::add);
                }
                default -> words.add(word);
            }
        }
        return new ServerOptions(
                words,
                dataDir == null || dataDir.isBlank() ? usual() : Path.of(dataDir),
                url == null || url.isBlank() ? null : url,
                path(tokenFile),
                path(caFile));
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null || text.isBlank() ? null : Path.of(text);
    }

    private static String value(String option, Iterator<String> rest) throws WrongOptions {
        if (!rest.hasNext()) {
            throw WrongOptions.file(option + " needs a value");
        }
        return rest.next();
    }

    /// The default of the server when one runs here, otherwise the package's.
    private static Path usual() {
        Path here = Path.of("data");
        return !Files.exists(here.resolve(ControlFile.NAME)) && Files.isDirectory(INSTALLED) ? INSTALLED : here;
    }
}
