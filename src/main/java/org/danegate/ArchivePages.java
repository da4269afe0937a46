package org.danegate;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The pages of the ahead-of-time cache. The start reads nearly all of them, some 180 MiB, and a server at rest needs
/// few: given back, they are read again from the file when they are. Only Linux does that.
final class ArchivePages {

    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) \\S+ \\S+ \\S+ \\d+ +/.*\\.aot");
    /// `MADV_PAGEOUT` of madvise(2). It loses nothing: a page that was written to stays.
    private static final int PAGE_OUT = 21;

    private ArchivePages() {}

    /// A range of addresses.
    ///
    /// @param length in octets
    record Mapping(long address, long length) {

        /// The mapping of a line of `/proc/PID/maps`; empty where it is not one of a cache.
        static Optional<Mapping> of(String line) {
            Matcher found = MAPPING.matcher(line);
            if (!found.matches()) {
                return Optional.empty();
            }
            long from = HexFormat.fromHexDigitsToLong(found.group(1));
            return Optional.of(new Mapping(from, HexFormat.fromHexDigitsToLong(found.group(2)) - from));
        }
    }

    /// Gives back what was not written to. Does nothing where there is no cache, or no way to.
    static void giveBack() {
        List<Mapping> cache = mappings();
        if (!cache.isEmpty()) {
            advise().ifPresent(advise -> cache.forEach(mapping -> giveBack(advise, mapping)));
        }
    }

    private static List<Mapping> mappings() {
        try (Stream<String> lines = Files.lines(MAPS)) {
            return lines.flatMap(line -> Mapping.of(line).stream()).toList();
        } catch (IOException notLinux) {
            return List.of();
        }
    }

    @SuppressWarnings("restricted") // The manifest enables native access.
    private static Optional<MethodHandle> advise() {
        try {
            Linker linker = Linker.nativeLinker();
            return linker.defaultLookup()
                    .find("madvise")
                    .map(function -> linker.downcallHandle(
                            function,
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_INT)));
        } catch (IllegalCallerException | UnsupportedOperationException notHere) {
            return Optional.empty();
        }
    }

    private static void giveBack(MethodHandle advise, Mapping mapping) {
        try {
            int ignored = (int) advise.invokeExact(mapping.address(), mapping.length(), PAGE_OUT);
        } catch (Throwable e) {
            throw new IllegalStateException("madvise cannot be called", e);
        }
    }
}
