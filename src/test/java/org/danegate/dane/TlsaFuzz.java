package org.danegate.dane;

import static org.danegate.fuzz.Property.holds;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.danegate.dns.answer.TlsaRecord;

/// TLSA records of any octets against a fixed chain: what matches names a certificate of the chain, or holds the key
/// that issued one.
public final class TlsaFuzz {

    private TlsaFuzz() {}

    /// @param input records one after the other: two octets of length, then usage, selector, matching type, data
    public static void fuzzerTestOneInput(byte[] input) {
        List<TlsaRecord> records = records(ByteBuffer.wrap(input));
        List<TlsaRecord> usable = UsableRecords.of(records);
        holds(records.containsAll(usable), "a record from nowhere");
        if (FuzzChain.match(usable, FuzzChain.CHAIN) instanceof DaneVerdict.Success success) {
            TlsaRecord record = success.record();
            holds(usable.contains(record), "matched by a record that does not count");
            boolean named = record.usage() == 3
                    ? names(record, FuzzChain.leaf())
                    : FuzzChain.CHAIN.stream().skip(1).anyMatch(c -> names(record, c)) || holdsIssuersKey(record);
            holds(named, "matched by " + record);
        }
    }

    private static boolean names(TlsaRecord record, X509Certificate certificate) {
        return Arrays.equals(
                FuzzChain.association(record.selector(), record.matchingType(), certificate), record.data());
    }

    /// A whole certificate counts by its key and name, though it need not be the one that the server sent.
    private static boolean holdsIssuersKey(TlsaRecord record) {
        if (record.matchingType() != 0 || record.selector() != 0) {
            return false;
        }
        try {
            X509Certificate held = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(record.data()));
            return FuzzChain.CHAIN.stream()
                    .skip(1)
                    .anyMatch(c -> c.getPublicKey().equals(held.getPublicKey())
                            && c.getSubjectX500Principal().equals(held.getSubjectX500Principal()));
        } catch (CertificateException unreadable) {
            return false;
        }
    }

    private static List<TlsaRecord> records(ByteBuffer octets) {
        List<TlsaRecord> records = new ArrayList<>();
        while (octets.remaining() >= 5 && records.size() < UsableRecords.LIMIT) {
            int length = Math.min(octets.getShort() & 0xffff, octets.remaining() - 3);
            int usage = octets.get() & 0xff;
            int selector = octets.get() & 0xff;
            int matchingType = octets.get() & 0xff;
            byte[] data = new byte[length];
            octets.get(data);
            records.add(new TlsaRecord(usage, selector, matchingType, data));
        }
        return records;
    }
}
