package beside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Processor time as Linux counts it, in ticks of 10 ms.
final class ProcStat {

    private static final double TICKS = 100;
    private static final int STATE_FIELDS_BEFORE = 3;

    /// The machine's time since its start, seconds summed over its cores.
    ///
    /// @param busy neither idle nor waiting for a disk
    /// @param waiting idle while a disk works
    record Machine(double total, double busy, double waiting) {
        Machine since(Machine before) {
            return new Machine(total - before.total, busy - before.busy, waiting - before.waiting);
        }
    }

    private ProcStat() {}

    static Machine machine() {
        try {
            String[] words =
                    Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +");
            double total = 0;
            for (int i = 1; i <= 8; i++) {
                total += Double.parseDouble(words[i]) / TICKS;
            }
            double idle = Double.parseDouble(words[4]) / TICKS;
            double waiting = Double.parseDouble(words[5]) / TICKS;
            return new Machine(total, total - idle - waiting, waiting);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The time of only one process.
    static double process(long pid) {
        long[] times = times(pid);
        return (times[0] + times[1]) / TICKS;
    }

    /// A process, its living children, and those that it has waited for.
    static double family(long pid) {
        long[] own = times(pid);
        double sum = own[0] + own[1] + own[2] + own[3];
        for (long child : children(pid)) {
            long[] times = times(child);
            sum += times[0] + times[1] + times[2] + times[3];
        }
        return sum / TICKS;
    }

    /// Proportional set size of a process and its living children, octets; what cannot be read counts as nothing.
    static long memory(long pid) {
        long sum = pss(pid);
        for (long child : children(pid)) {
            sum += pss(child);
        }
        return sum;
    }

    private static long pss(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
                    .filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .sum();
        } catch (IOException ended) {
            return 0;
        }
    }

    private static List<Long> children(long pid) {
        List<Long> children = new ArrayList<>();
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .mapToLong(Long::parseLong)
                    .filter(candidate -> field(candidate, 4).equals(String.valueOf(pid)))
                    .forEach(children::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return children;
    }

    /// User, system, and the same of the children that were waited for; zeros when it is gone.
    private static long[] times(long pid) {
        String[] fields = fields(pid);
        long[] times = new long[4];
        for (int i = 0; i < 4 && fields.length > 0; i++) {
            times[i] = Long.parseLong(fields[14 + i - STATE_FIELDS_BEFORE]);
        }
        return times;
    }

    private static String field(long pid, int number) {
        String[] fields = fields(pid);
        return fields.length == 0 ? "" : fields[number - STATE_FIELDS_BEFORE];
    }

    /// The fields of `/proc/PID/stat` from the third on: the second may hold blanks and ends with the last bracket.
    private static String[] fields(long pid) {
        try {
            String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return line.substring(line.lastIndexOf(')') + 2).strip().split(" ");
        } catch (NoSuchFileException e) {
            return new String[0];
        } catch (IOException e) {
            // A process that ends while it is read answers "no such process".
            return new String[0];
        }
    }
}
