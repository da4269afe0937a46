package org.danegate.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.danegate.dns.anchor.RootKey;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/// Root trust anchors: the built-in IANA ones (KSK-2017 and KSK-2024) or an administrator's file.
final class TrustAnchors {

    private static final String BUILT_IN =
            RootKey.IANA.stream().map(key -> key.ds() + "\n").collect(Collectors.joining());

    private TrustAnchors() {}

    /// The built-in anchors as zone-file text.
    static String builtIn() {
        return BUILT_IN;
    }

    /// The anchors as zone-file text.
    ///
    /// @param file DS or DNSKEY records of the root; null for the anchors given
    /// @param automatic DS lines of the root; empty when every key was revoked
    /// @throws IOException with one clear line when it contains no anchor (D-112)
    static byte[] read(@Nullable Path file, String automatic) throws IOException {
        if (file == null && automatic.isEmpty()) {
            throw new IOException("every trust anchor of the root is revoked");
        }
        byte[] text = file == null ? automatic.getBytes(StandardCharsets.UTF_8) : fileText(file);
        String name = file == null ? "of the root" : file.toString();
        if (count(text, name) == 0) {
            throw new IOException("trust anchor file " + name + " holds no DS or DNSKEY record of the root");
        }
        return text;
    }

    private static int count(byte[] text, String name) throws IOException {
        int anchors = 0;
        try (Master master = new Master(new ByteArrayInputStream(text), Name.root, 3600)) {
            for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
                boolean anchor = record instanceof DSRecord || record instanceof DNSKEYRecord;
                if (anchor && !record.getName().equals(Name.root)) {
                    throw new IOException("trust anchor file " + name + ": " + record.getName() + " is not the root");
                }
                anchors += anchor ? 1 : 0;
            }
        } catch (org.xbill.DNS.TextParseException e) {
            throw new IOException("trust anchor file " + name + " cannot be read: " + e.getMessage(), e);
        }
        return anchors;
    }

    private static byte[] fileText(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IOException("trust anchor file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
