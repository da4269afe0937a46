package org.danegate.tracking;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;

/// Makes copies of Message Tracking, also while it is in use.
@FunctionalInterface
public interface TrackingCopies {

    /// Puts a copy into an empty folder: a folder for each day, with files of which none changes any more. Where
    /// the file system can, they are links and take no space.
    ///
    /// @throws IOException when something cannot be read or written
    void into(Path folder) throws IOException;

    /// Copies of a tracking folder that nobody has open. What was set aside as broken is left out.
    ///
    /// @param tracking may be missing
    static TrackingCopies standing(Path tracking) {
        return folder -> {
            for (DayFolders.DayFolder day : new DayFolders(tracking).list()) {
                if (!day.broken()) {
                    try (var files = Files.list(day.path())) {
                        link(
                                files.filter(Files::isRegularFile)
                                        .map(file -> file.getFileName().toString())
                                        .filter(name -> !name.equals("write.lock"))
                                        .toList(),
                                day.path(),
                                folder.resolve(day.path().getFileName()));
                    }
                }
            }
        };
    }

    /// Links files of one folder into another one, which is made, or copies them.
    ///
    /// @throws NoSuchFileException when one is gone
    static void link(Collection<String> names, Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (String name : names) {
            try {
                Files.createLink(to.resolve(name), from.resolve(name));
            } catch (NoSuchFileException | FileAlreadyExistsException e) {
                throw e;
            } catch (IOException | UnsupportedOperationException noLinks) {
                Files.copy(from.resolve(name), to.resolve(name));
            }
        }
    }
}
