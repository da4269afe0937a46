package org.danegate.config.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.web.multipart.MultipartFile;

/// Decodes an uploaded configuration file.
final class UploadedConfiguration {

    private UploadedConfiguration() {}

    /// @throws java.nio.charset.CharacterCodingException when the file is not in UTF-8
    static String text(MultipartFile file) throws IOException {
        byte[] octets = file.getBytes();
        String start = new String(octets, 0, Math.min(200, octets.length), StandardCharsets.US_ASCII);
        // Appliances write their configuration in Latin-1 and declare it.
        return start.startsWith("<?xml") && start.toLowerCase(Locale.ROOT).contains("iso-8859-1")
                ? new String(octets, StandardCharsets.ISO_8859_1)
                : StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(octets))
                        .toString();
    }
}
