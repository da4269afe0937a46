package org.danegate.https;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the page chose, as `https.properties` in the data directory, next to the certificates that it names. It is a
/// file because it belongs to this machine, and so that somebody on the machine can delete it to get back to HTTP.
final class SettingsFile {

    private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);

    private final Path file;

    SettingsFile(Path dataDir) {
        this.file = dataDir.resolve("https.properties");
    }

    /// The settings; the defaults when there is no file, or none that can be read.
    HttpsSettings read() {
        if (!Files.exists(file)) {
            return HttpsSettings.defaults();
        }
        Properties values = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            values.load(in);
            return new HttpsSettings(
                    values.getProperty("certificate", ""),
                    values.getProperty("address", ""),
                    Integer.parseInt(values.getProperty("port")),
                    Boolean.parseBoolean(values.getProperty("redirect")),
                    StrictTransport.valueOf(values.getProperty("hsts")),
                    Boolean.parseBoolean(values.getProperty("seen")));
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} cannot be read: the console is served by HTTP only", file, e);
            return HttpsSettings.defaults();
        }
    }

    /// Replaces the file as a whole.
    ///
    /// @throws IOException when it cannot be written; the old one is still there
    void write(HttpsSettings settings) throws IOException {
        Properties values = new Properties();
        values.setProperty("certificate", settings.certificate());
        values.setProperty("address", settings.address());
        values.setProperty("port", Integer.toString(settings.port()));
        values.setProperty("redirect", Boolean.toString(settings.redirect()));
        values.setProperty("hsts", settings.strict().name());
        values.setProperty("seen", Boolean.toString(settings.seen()));
        StringWriter text = new StringWriter();
        values.store(text, "Written by the page Network > Console.");
        Path fresh = file.resolveSibling("https.properties.new");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var octets = StandardCharsets.UTF_8.encode(text.toString());
            while (octets.hasRemaining()) {
                out.write(octets);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
