package org.danegate.queue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Makes copies of a queue while it is in use.
@FunctionalInterface
public interface QueueCopies {

    /// Notes the state of the queue at this moment: every message accepted before is in it. Until the copy is
    /// closed, no file of it is deleted; mail goes on meanwhile.
    ///
    /// @throws IOException when the state cannot be written to the disk
    QueueCopy copy() throws IOException;

    /// The state of a queue that nobody has open: all its files, as they are.
    ///
    /// @param directory of the queue; may be missing
    /// @throws IOException when it cannot be read
    static QueueCopy standing(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return QueueCopy.of(List.of(), () -> {});
        }
        try (var all = Files.list(directory)) {
            return QueueCopy.of(
                    all.filter(QueueCopy::isPart)
                            .sorted()
                            .map(QueueCopy.Part::whole)
                            .toList(),
                    () -> {});
        }
    }

    /// The files of a state. Closing it lets the queue delete them again.
    interface QueueCopy extends Closeable {

        /// The files, in the order of their names.
        List<Part> parts();

        /// A copy of these files.
        ///
        /// @param close called once the files may be deleted
        static QueueCopy of(List<Part> parts, Runnable close) {
            List<Part> all = List.copyOf(parts);
            return new QueueCopy() {
                @Override
                public List<Part> parts() {
                    return all;
                }

                @Override
                public void close() {
                    close.run();
                }
            };
        }

        /// Whether a file of a queue's folder belongs into a copy.
        static boolean isPart(Path file) {
            String name = file.getFileName().toString();
            return name.endsWith(".log") || name.endsWith(".damaged") || name.equals(RestoredMail.FILE);
        }

        /// A file, up to the end of the state.
        ///
        /// @param octets from its beginning; the file may be longer
        record Part(Path file, long octets) {

            /// All of a file.
            public static Part whole(Path file) {
                return new Part(file, Long.MAX_VALUE);
            }
        }
    }
}
