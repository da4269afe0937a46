package org.danegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/// Which parts of the address space are the ahead-of-time cache. That they are given back is shown by `LauncherIT`.
class ArchivePagesTest {

    @Test
    void only_files_that_are_a_cache_are_taken() {
        assertThat(
                        ArchivePages.Mapping.of(
                                "67001000-7290b000 rw-p 00001000 fe:00 16040108                           /var/cache/a b/server.aot"))
                .contains(new ArchivePages.Mapping(0x67001000L, 0xb90a000L));
        assertThat(ArchivePages.Mapping.of(
                        "7f6f4cf2d000-7f6f4d010000 r--p 0b90b000 fe:00 16040108 /var/lib/server.aot"))
                .contains(new ArchivePages.Mapping(0x7f6f4cf2d000L, 0xe3000L));
        assertThat(ArchivePages.Mapping.of("7f00-7f10 r-xp 00000000 fe:00 12 /usr/lib/libc.so.6"))
                .isEmpty();
        assertThat(ArchivePages.Mapping.of("7f00-7f10 rw-p 00000000 00:00 0 ")).isEmpty();
        assertThat(ArchivePages.Mapping.of("7f00-7f10 rw-p 00000000 00:00 0 [heap]"))
                .isEmpty();
    }

    @Test
    void without_a_cache_nothing_happens() {
        assertThatCode(ArchivePages::giveBack).doesNotThrowAnyException();
    }
}
