package org.danegate;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The socket by which systemd learns how its service is, as sd_notify(3) says: one datagram for each news. Java has no
/// datagrams for sockets of a file system, so the C library is called. Whoever is not told is no reason to stop: what
/// goes wrong here is passed over.
final class NotifySocket {

    private static final String VARIABLE = "NOTIFY_SOCKET";

    /// Of Linux, whatever the processor.
    private static final short AF_UNIX = 1;

    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;

    /// Room for the name in `sockaddr_un`, with the octet that ends it.
    private static final int LONGEST_NAME = 108;

    private final @Nullable String name;

    /// @param name path of the socket, or `@` and a name in the abstract name space; null where nobody listens
    NotifySocket(@Nullable String name) {
        this.name = name;
    }

    /// That of the service which this process is, if it is one.
    static NotifySocket ofThisService() {
        return new NotifySocket(System.getProperty("os.name", "").equals("Linux") ? System.getenv(VARIABLE) : null);
    }

    /// Sends news.
    ///
    /// @param news lines such as `READY=1`
    void tell(String... news) {
        if (name == null || name.isEmpty()) {
            return;
        }
        byte[] place = name.getBytes(StandardCharsets.UTF_8);
        if (place.length >= LONGEST_NAME) {
            return;
        }
        if (place[0] == '@') {
            place[0] = 0;
        }
        try {
            send(place, String.join("\n", news).getBytes(StandardCharsets.UTF_8));
        } catch (Throwable notHere) {
            // Without native access, or with a library that has other names.
            FatalErrors.endIfFatal(notHere);
        }
    }

    private static void send(byte[] place, byte[] news) throws Throwable {
        MethodHandle socket = function("socket", ValueLayout.JAVA_INT, 3);
        int handle = (int) socket.invoke((int) AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
        if (handle < 0) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(Short.BYTES + LONGEST_NAME, Short.BYTES);
            address.set(ValueLayout.JAVA_SHORT, 0, AF_UNIX);
            MemorySegment.copy(place, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES, place.length);
            MemorySegment text = arena.allocateFrom(ValueLayout.JAVA_BYTE, news);
            long sent = (long) sendTo().invoke(
                            handle, text, (long) news.length, MSG_NOSIGNAL, address, Short.BYTES + place.length);
            assert sent <= news.length;
        } finally {
            int closed = (int) function("close", ValueLayout.JAVA_INT, 1).invoke(handle);
            assert closed <= 0;
        }
    }

    private static MethodHandle sendTo() {
        return linked(
                "sendto",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT));
    }

    /// A function of the C library that takes whole numbers only.
    private static MethodHandle function(String called, ValueLayout result, int arguments) {
        ValueLayout[] numbers = new ValueLayout[arguments];
        Arrays.fill(numbers, ValueLayout.JAVA_INT);
        return linked(called, FunctionDescriptor.of(result, numbers));
    }

    @SuppressWarnings("restricted") // The manifest enables native access.
    private static MethodHandle linked(String called, FunctionDescriptor shape) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(called), shape);
    }
}
