package org.danegate.status;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jdk.management.VirtualThreadSchedulerMXBean;

/// The process and the disk, as the Java virtual machine and the operating system report them.
public final class Machine {

    private final Path data;

    /// @param data the data directory
    public Machine(Path data) {
        this.data = data;
    }

    /// Octets of heap in use, and its maximum size.
    record Heap(long used, long most) {}

    Heap heap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        return new Heap(
                memory.getHeapMemoryUsage().getUsed(),
                memory.getHeapMemoryUsage().getMax());
    }

    /// Octets of memory that the process holds; 0 where the system does not report it (other than Linux).
    public long residentMemory() {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException notTold) {
            return 0;
        }
    }

    /// Recent share of all processors that this process used, 0 to 100.
    long processorLoad() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return system == null ? 0 : Math.max(0, Math.round(system.getProcessCpuLoad() * 100));
    }

    /// Share of all processors in use by any process, 0 to 100.
    long systemLoad() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return system == null ? 0 : Math.max(0, Math.round(system.getCpuLoad() * 100));
    }

    /// Seconds of processor time that the process has used.
    long processorSeconds() {
        return TimeUnit.MILLISECONDS.toSeconds(processorMillis());
    }

    /// Milliseconds of processor time that the process has used.
    public long processorMillis() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return system == null ? 0 : Math.max(0, TimeUnit.NANOSECONDS.toMillis(system.getProcessCpuTime()));
    }

    /// Seconds since the process started.
    long uptime() {
        return ManagementFactory.getRuntimeMXBean().getUptime() / 1000;
    }

    /// Number of platform threads, and of virtual threads that run and that wait for a processor.
    List<StatusFact> threads() {
        List<StatusFact> facts = new ArrayList<>();
        facts.add(StatusFact.number(
                "platform-threads", ManagementFactory.getThreadMXBean().getThreadCount()));
        VirtualThreadSchedulerMXBean virtual = ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
        if (virtual != null && virtual.getMountedVirtualThreadCount() >= 0) {
            facts.add(StatusFact.number("virtual-running", virtual.getMountedVirtualThreadCount()));
            facts.add(StatusFact.number("virtual-queued", Math.max(0, virtual.getQueuedVirtualThreadCount())));
        }
        return facts;
    }

    /// Free octets on the disk of the data directory; 0 when that is not known.
    long free() {
        return data.toFile().getUsableSpace();
    }

    /// Octets of the whole disk; 0 when that is not known.
    long capacity() {
        return data.toFile().getTotalSpace();
    }

    /// Octets of the files in a folder below the data directory.
    long size(String folder) {
        Path top = data.resolve(folder);
        if (!Files.isDirectory(top)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(top)) {
            return files.filter(Files::isRegularFile).mapToLong(Machine::sizeOf).sum();
        } catch (IOException | java.io.UncheckedIOException changing) {
            return 0;
        }
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }
}
