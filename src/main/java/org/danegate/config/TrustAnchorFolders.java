package org.danegate.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.danegate.dns.TrustAnchorFile;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// Where trust anchor files may stand: `trust-anchors` in the data directory and the folders of
/// `danegate.trust-anchor-dirs`. Whoever may edit the policy could otherwise ask which files this machine has.
/// A file is looked at by the reader that validation itself uses: an empty or foreign one would hold all mail
/// under DANE.
final class TrustAnchorFolders {

    private static final String FIELD = "dns.trustAnchorFile";

    private final List<Path> folders;

    /// @param folders absolute or relative to the folder the server was started in; the first is the server's own
    TrustAnchorFolders(List<Path> folders) {
        this.folders = folders.stream()
                .map(folder -> folder.toAbsolutePath().normalize())
                .toList();
    }

    /// The folders of a server.
    ///
    /// @param dataDir the data directory
    /// @param named those of the setting, blank ones are left out
    static TrustAnchorFolders of(Path dataDir, List<String> named) {
        return new TrustAnchorFolders(Stream.concat(
                        Stream.of(dataDir.resolve("trust-anchors")),
                        named.stream()
                                .map(String::strip)
                                .filter(name -> !name.isEmpty())
                                .map(Path::of))
                .toList());
    }

    /// Faults of a file, without a word of what stands in it. A file outside is not even looked for.
    ///
    /// @param file null for the built-in anchors
    /// @param inForce the file of the policy in force, which stays good wherever it is: it came from the policy
    ///     file that the server was given, or from before there were folders
    List<Fault> faults(@Nullable Path file, @Nullable Path inForce) {
        if (file == null) {
            return List.of();
        }
        if (!file.equals(inForce) && !isInside(file)) {
            return List.of(Fault.error(
                    FIELD,
                    Wording.of(
                            "config.anchor.outside",
                            file.toString(),
                            folders.stream().map(Path::toString).collect(Collectors.joining(", ")))));
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return List.of(Fault.error(FIELD, Wording.of("config.anchor.unreadable", file.toString())));
        }
        try {
            TrustAnchorFile.check(file);
            return List.of();
        } catch (IOException e) {
            return List.of(Fault.error(FIELD, Wording.of("config.anchor.none", file.toString())));
        }
    }

    /// By name first, so that nothing outside is touched; then by what links lead to.
    private boolean isInside(Path file) {
        Path named = file.toAbsolutePath().normalize();
        return folders.stream().anyMatch(folder -> named.startsWith(folder) && leadsInside(named, folder));
    }

    private static boolean leadsInside(Path file, Path folder) {
        try {
            return !Files.exists(file) || file.toRealPath().startsWith(folder.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }
}
