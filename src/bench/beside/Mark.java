package beside;

import java.nio.charset.StandardCharsets;

/// The header line that identifies a message of the benchmark: `X-Bench: run number nanos`, in decimal, each of fixed
/// width, so that it is read and written in place. The time is that of [System#nanoTime()], on Linux one clock for
/// all processes.
final class Mark {

    private static final byte[] NAME = "X-Bench: ".getBytes(StandardCharsets.US_ASCII);
    private static final int RUN = NAME.length;
    private static final int RUN_WIDTH = 6;
    private static final int NUMBER = RUN + RUN_WIDTH + 1;
    private static final int NUMBER_WIDTH = 8;
    private static final int NANOS = NUMBER + NUMBER_WIDTH + 1;
    private static final int NANOS_WIDTH = 19;

    /// Octets of the line without its end.
    static final int LENGTH = NANOS + NANOS_WIDTH;

    private Mark() {}

    static String text(int run, int number, long nanos) {
        return "X-Bench: %06d %08d %019d\r\n".formatted(run, number, nanos);
    }

    static boolean at(byte[] line, int start) {
        for (int i = 0; i < NAME.length; i++) {
            if (line[start + i] != NAME[i]) {
                return false;
            }
        }
        return true;
    }

    static int run(byte[] line, int start) {
        return (int) decimal(line, start + RUN, RUN_WIDTH);
    }

    static int number(byte[] line, int start) {
        return (int) decimal(line, start + NUMBER, NUMBER_WIDTH);
    }

    static long nanos(byte[] line, int start) {
        return decimal(line, start + NANOS, NANOS_WIDTH);
    }

    /// Writes number and time into a message that begins with a mark.
    static void put(byte[] message, int number, long nanos) {
        put(message, NUMBER, NUMBER_WIDTH, number);
        put(message, NANOS, NANOS_WIDTH, nanos);
    }

    private static void put(byte[] to, int start, int width, long value) {
        long left = value;
        for (int i = start + width - 1; i >= start; i--) {
            to[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    private static long decimal(byte[] from, int start, int width) {
        long value = 0;
        for (int i = start; i < start + width; i++) {
            value = value * 10 + (from[i] - '0');
        }
        return value;
    }
}
