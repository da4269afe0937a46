package org.danegate;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/// Ends the process when it cannot go on: without memory, or without one of the threads that mail depends on. A gateway
/// that lives on with half of its threads answers nobody, and nobody restarts it; ending it loses nothing that was
/// accepted. An error in a virtual thread that serves one connection ends only that connection.
final class FatalErrors implements Thread.UncaughtExceptionHandler {

    /// Exit status, the same as that of `-XX:+ExitOnOutOfMemoryError`.
    static final int STATUS = 3;

    /// Made in advance: when memory runs out there may be none left to build a message.
    private static final byte[] MEMORY =
            "danegate: out of memory, or the Java virtual machine failed; the process ends with status 3\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private static final FileOutputStream STDERR = new FileOutputStream(FileDescriptor.err);

    private static final EndedThreads ENDED = new EndedThreads();

    private final EndedThreads threads;

    /// @param threads records threads that end while the process goes on
    FatalErrors(EndedThreads threads) {
        this.threads = threads;
    }

    /// Threads of this process that mail depends on and that have ended.
    static EndedThreads endedThreads() {
        return ENDED;
    }

    /// Applies to all threads from now on.
    static void endTheProcess() {
        Thread.setDefaultUncaughtExceptionHandler(new FatalErrors(ENDED));
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        endIfFatal(thrown);
        threads.add(thread, thrown);
        try {
            LoggerFactory.getLogger(FatalErrors.class).error("Thread {} ended", thread.getName(), thrown);
        } finally {
            if (thrown instanceof Error && !thread.isVirtual()) {
                Runtime.getRuntime().halt(STATUS);
            }
        }
    }

    /// Ends the process when the throwable is, or was caused by, an error of the Java virtual machine. A stack
    /// overflow is the exception: the input caused it, and it ends only the thread that read that input.
    static void endIfFatal(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError)) {
                try {
                    STDERR.write(MEMORY);
                } catch (IOException mute) {
                    Runtime.getRuntime().halt(STATUS);
                }
                Runtime.getRuntime().halt(STATUS);
            }
            cause = cause.getCause();
        }
    }
}
