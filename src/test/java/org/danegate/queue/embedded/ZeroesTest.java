package org.danegate.queue.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The end of what was written to a log file, around the edges of the blocks in which it is sought.
class ZeroesTest {

    @ParameterizedTest
    @CsvSource({
        "0, -1",
        "1, -1",
        "1, 0",
        "9, 4",
        "65536, -1",
        "65536, 0",
        "65536, 65535",
        "65537, 0",
        "65537, 1",
        "65537, 65536",
        "200000, -1",
        "200000, 3391",
        "200000, 3392",
        "200000, 68927",
        "200000, 68928",
        "200000, 199999",
    })
    void the_last_octet_that_is_not_zero_is_the_end(int size, int last) {
        for (ByteBuffer octets : new ByteBuffer[] {ByteBuffer.allocate(size), ByteBuffer.allocateDirect(size)}) {
            if (last >= 0) {
                octets.put(last, (byte) 1);
            }
            assertThat(Zeroes.endOfData(octets)).isEqualTo(last + 1);
            assertThat(Zeroes.endOfData(octets.position(size / 2)))
                    .as("wherever the position is")
                    .isEqualTo(last + 1);
        }
    }
}
