package beside;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// The server side of TLS 1.3 by the system's OpenSSL, which most receivers of the world use. Java's own would take
/// half of the machine in the cases with a handshake for each message, and the figure would be that of the sink.
final class OpenSsl {

    private static final int PEM = 1;
    private static final int SET_MIN_PROTO_VERSION = 123;
    private static final long TLS_1_3 = 0x0304;
    private static final int WANT_READ = 2;
    private static final int RECORD = 18_000;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = SymbolLookup.libraryLookup("libssl.so.3", Arena.global())
            .or(SymbolLookup.libraryLookup("libcrypto.so.3", Arena.global()));

    private static final MethodHandle TLS_SERVER_METHOD = function("TLS_server_method", ADDRESS);
    private static final MethodHandle CTX_NEW = function("SSL_CTX_new", ADDRESS, ADDRESS);
    private static final MethodHandle CTX_CERTIFICATE =
            function("SSL_CTX_use_certificate_chain_file", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle CTX_KEY =
            function("SSL_CTX_use_PrivateKey_file", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle CTX_CTRL =
            function("SSL_CTX_ctrl", JAVA_LONG, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS);
    private static final MethodHandle NEW = function("SSL_new", ADDRESS, ADDRESS);
    private static final MethodHandle FREE = procedure("SSL_free", ADDRESS);
    private static final MethodHandle ACCEPT_STATE = procedure("SSL_set_accept_state", ADDRESS);
    private static final MethodHandle SET_BIO = procedure("SSL_set_bio", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle REUSED = function("SSL_session_reused", JAVA_INT, ADDRESS);
    private static final MethodHandle HANDSHAKE = function("SSL_do_handshake", JAVA_INT, ADDRESS);
    private static final MethodHandle ERROR = function("SSL_get_error", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CLEAR_ERROR = procedure("ERR_clear_error");
    private static final MethodHandle BIO_MEMORY = function("BIO_s_mem", ADDRESS);
    private static final MethodHandle BIO_NEW = function("BIO_new", ADDRESS, ADDRESS);
    private static final MethodHandle READ = onArray("SSL_read");
    private static final MethodHandle WRITE = onArray("SSL_write");
    private static final MethodHandle BIO_READ = onArray("BIO_read");
    private static final MethodHandle BIO_WRITE = onArray("BIO_write");

    private final MemorySegment context;

    /// @param certificate PEM, and so is the key
    /// @throws IOException when OpenSSL does not accept them
    OpenSsl(Path certificate, Path key) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            context = (MemorySegment) CTX_NEW.invokeExact((MemorySegment) TLS_SERVER_METHOD.invokeExact());
            long least = (long) CTX_CTRL.invokeExact(context, SET_MIN_PROTO_VERSION, TLS_1_3, MemorySegment.NULL);
            int chain = (int) CTX_CERTIFICATE.invokeExact(context, arena.allocateFrom(certificate.toString()));
            int own = (int) CTX_KEY.invokeExact(context, arena.allocateFrom(key.toString()), PEM);
            if (least != 1 || chain != 1 || own != 1) {
                throw new IOException("OpenSSL does not take the certificate");
            }
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(LIBRARY.findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    private static MethodHandle procedure(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(LIBRARY.findOrThrow(name), FunctionDescriptor.ofVoid(arguments));
    }

    /// `int f(object, octets, count)` on an array of the heap.
    private static MethodHandle onArray(String name) {
        return LINKER.downcallHandle(
                LIBRARY.findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT),
                Linker.Option.critical(true));
    }

    private static IOException failed(Throwable e) {
        return e instanceof IOException io ? io : new IOException(e);
    }

    /// One connection's TLS over its two streams.
    final class Session implements AutoCloseable {
        private final InputStream in;
        private final OutputStream out;
        private final byte[] incoming = new byte[RECORD];
        private final byte[] outgoing = new byte[RECORD];
        private final MemorySegment ssl;
        private final MemorySegment received;
        private final MemorySegment toSend;
        private boolean closed;

        Session(InputStream in, OutputStream out) throws IOException {
            this.in = in;
            this.out = out;
            try {
                ssl = (MemorySegment) NEW.invokeExact(context);
                MemorySegment kind = (MemorySegment) BIO_MEMORY.invokeExact();
                received = (MemorySegment) BIO_NEW.invokeExact(kind);
                toSend = (MemorySegment) BIO_NEW.invokeExact(kind);
                SET_BIO.invokeExact(ssl, received, toSend);
                ACCEPT_STATE.invokeExact(ssl);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        /// @return whether the session was resumed
        boolean handshake() throws IOException {
            try {
                while (true) {
                    CLEAR_ERROR.invokeExact();
                    int result = (int) HANDSHAKE.invokeExact(ssl);
                    boolean more = result != 1 && wantsMore(result);
                    send();
                    if (result == 1) {
                        return (int) REUSED.invokeExact(ssl) == 1;
                    }
                    if (!more || !receive()) {
                        throw new IOException("no handshake");
                    }
                }
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        InputStream input() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 1 ? -1 : one[0] & 0xFF;
                }

                @Override
                public int read(byte[] to, int start, int length) throws IOException {
                    return receive(to, start, length);
                }
            };
        }

        OutputStream output() {
            return new OutputStream() {
                @Override
                public void write(int octet) throws IOException {
                    write(new byte[] {(byte) octet}, 0, 1);
                }

                @Override
                public void write(byte[] from, int start, int length) throws IOException {
                    encrypt(from, start, length);
                }
            };
        }

        private int receive(byte[] to, int start, int length) throws IOException {
            MemorySegment place = MemorySegment.ofArray(to).asSlice(start);
            try {
                while (true) {
                    CLEAR_ERROR.invokeExact();
                    int n = (int) READ.invokeExact(ssl, place, length);
                    if (n > 0) {
                        return n;
                    }
                    if (!wantsMore(n)) {
                        return -1;
                    }
                    send();
                    if (!receive()) {
                        return -1;
                    }
                }
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        private void encrypt(byte[] from, int start, int length) throws IOException {
            try {
                CLEAR_ERROR.invokeExact();
                int n = (int) WRITE.invokeExact(ssl, MemorySegment.ofArray(from).asSlice(start), length);
                if (n != length) {
                    throw new IOException("not written");
                }
                send();
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        private boolean wantsMore(int result) throws Throwable {
            return (int) ERROR.invokeExact(ssl, result) == WANT_READ;
        }

        private boolean receive() throws Throwable {
            int n = in.read(incoming);
            if (n <= 0) {
                return false;
            }
            int taken = (int) BIO_WRITE.invokeExact(received, MemorySegment.ofArray(incoming), n);
            return taken == n;
        }

        private void send() throws Throwable {
            MemorySegment place = MemorySegment.ofArray(outgoing);
            for (int n = (int) BIO_READ.invokeExact(toSend, place, RECORD);
                    n > 0;
                    n = (int) BIO_READ.invokeExact(toSend, place, RECORD)) {
                out.write(outgoing, 0, n);
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                try {
                    FREE.invokeExact(ssl);
                } catch (Throwable e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
