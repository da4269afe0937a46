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

/// The folders that may contain trust anchor files: `trust-anchors` in the data directory and the folders of
/// `danegate.trust-anchor-dirs`. Without this limit, anyone who may edit the policy could find out which files this
/// machine has. Each file is checked with the reader that validation itself uses, because an empty or foreign file
/// would hold all mail under DANE.
final class TrustAnchorFolders {

    private static final String FIELD = "dns.trustAnchorFile";

    private final List<Path> folders;

    /// @param folders absolute or relative to the folder in which the server was started; the first is the
    ///     server's own
    TrustAnchorFolders(List<Path> folders) {
        this.folders = folders.stream()
                .map(folder -> folder.toAbsolutePath().normalize())
                .toList();
    }

    /// The folders of a server.
    ///
    /// @param dataDir the data directory
    /// @param named folders of the setting; blank ones are ignored
    static TrustAnchorFolders of(Path dataDir, List<String> named) {
        return new TrustAnchorFolders(Stream.concat(
                        Stream.of(dataDir.resolve("trust-anchors")),
                        named.stream()
                                .map(String::strip)
                                .filter(name -> !name.isEmpty())
                                .map(Path::of))
                .toList());
    }

    /// Faults of a file, without revealing its content. A file outside the folders is not even looked for.
    ///
    /// @param file null for the built-in anchors
    /// @param inForce the file of the policy in force, which stays valid at any place: it came from the policy file
    ///     given to the server, or from a time before there were folders
    List<Fault> faults(@Nullable Path file, @Nullable Path inForce) {
        Wording fault = file == null ? null : fault(file, inForce);
        return fault == null ? List.of() : List.of(Fault.error(FIELD, fault));
    }

    private @Nullable Wording fault(Path file, @Nullable Path inForce) {
        if (!file.equals(inForce) && !isInside(file)) {
            return Wording.of(
                    "config.anchor.outside",
                    file.toString(),
                    folders.stream().map(Path::toString).collect(Collectors.joining(", ")));
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return Wording.of("config.anchor.unreadable", file.toString());
        }
        try {
            TrustAnchorFile.check(file);
            return null;
        } catch (IOException e) {
            return Wording.of("config.anchor.none", file.toString());
        }
    }

    /// Checks the name first, so that nothing outside is touched, and then the target of links.
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
