package org.danegate.tlsreports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.danegate.tlsrpt.DayReport;
import tools.jackson.databind.json.JsonMapper;

/// A report as receivers get it: JSON, packed with gzip (RFC 8460 section 5.2).
final class PackedReport {

    /// Media type of the packed form.
    static final String TYPE = "application/tlsrpt+gzip";

    private static final JsonMapper MAPPER = new JsonMapper();

    private PackedReport() {}

    static byte[] of(DayReport report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(MAPPER.writeValueAsBytes(report.json()));
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every report", e);
        }
        return out.toByteArray();
    }
}
