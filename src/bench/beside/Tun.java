package beside;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// A TUN device of Linux: a network interface whose packets this process reads and writes. It is made in the network
/// namespace of the process, may be moved to another, and ends with the process.
final class Tun {

    /// The most octets of a packet.
    static final int MTU = 1500;

    private static final int READ_AND_WRITE = 2;
    private static final long SET_INTERFACE = 0x400454CAL;
    private static final short TUN_WITHOUT_HEADER = 0x1001;
    private static final int REQUEST = 40;
    private static final int NAME = 16;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle OPEN = function("open", 2, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle IOCTL = function("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
    private static final MethodHandle READ = function("read", 3, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle WRITE = function("write", 3, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);

    private final int descriptor;

    /// @throws IOException when the device cannot be made; it takes root and `/dev/net/tun`
    Tun(String name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            descriptor = (int) OPEN.invokeExact(arena.allocateFrom("/dev/net/tun"), READ_AND_WRITE);
            MemorySegment request = arena.allocate(REQUEST);
            request.setString(0, name);
            request.set(JAVA_SHORT, NAME, TUN_WITHOUT_HEADER);
            if (descriptor < 0 || (int) IOCTL.invokeExact(descriptor, SET_INTERFACE, request) < 0) {
                throw new IOException("no TUN device: root and /dev/net/tun are needed");
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(e);
        }
    }

    /// @param fixed arguments before the variable ones
    private static MethodHandle function(String name, int fixed, MemoryLayout result, MemoryLayout... arguments) {
        FunctionDescriptor types = FunctionDescriptor.of(result, arguments);
        MemorySegment symbol = LINKER.defaultLookup().findOrThrow(name);
        return fixed < arguments.length
                ? LINKER.downcallHandle(symbol, types, Linker.Option.firstVariadicArg(fixed))
                : LINKER.downcallHandle(symbol, types);
    }

    /// A place for a packet.
    static MemorySegment buffer(Arena arena, int packets) {
        return arena.allocate(MemoryLayout.sequenceLayout((long) packets * MTU, JAVA_BYTE));
    }

    /// Waits for a packet.
    ///
    /// @return its octets; 0 or less when there is none, as while the interface is down
    int read(MemorySegment into) {
        try {
            return (int) (long) READ.invokeExact(descriptor, into, into.byteSize());
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// @return whether the kernel took the packet
    boolean write(MemorySegment packet) {
        try {
            return (long) WRITE.invokeExact(descriptor, packet, packet.byteSize()) == packet.byteSize();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
