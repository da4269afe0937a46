package org.danegate.dns.anchor;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DNSSEC.Algorithm;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;

/// One key of the root, named by the digest it has while it is not revoked. Revocation changes a key's flags, and with
/// them its tag and its digest (RFC 5011 section 2.1); this name stays.
///
/// @param keyTag while not revoked, 0 to 65535
/// @param algorithm DNSSEC algorithm number
/// @param sha256 digest of the DS record with digest type 2, hexadecimal, upper case
public record RootKey(int keyTag, int algorithm, String sha256) {

    /// KSK-2017 and KSK-2024 as IANA publishes them (RFC 9718; `root-anchors.xml`).
    public static final List<RootKey> IANA = List.of(
            new RootKey(20326, Algorithm.RSASHA256, "E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D"),
            new RootKey(
                    38696, Algorithm.RSASHA256, "683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16"));

    private static final int ENTRY_POINT = DNSKEYRecord.Flags.ZONE_KEY | DNSKEYRecord.Flags.SEP_KEY;
    private static final Set<Integer> SUPPORTED = Set.of(
            Algorithm.RSASHA256,
            Algorithm.RSASHA512,
            Algorithm.ECDSAP256SHA256,
            Algorithm.ECDSAP384SHA384,
            Algorithm.ED25519,
            Algorithm.ED448);

    /// The key of a record; nothing when it is no secure entry point of the root or of an algorithm not supported.
    public static Optional<RootKey> of(DNSKEYRecord record) {
        boolean entryPoint = (record.getFlags() & ENTRY_POINT) == ENTRY_POINT
                && record.getName().equals(Name.root)
                && record.getProtocol() == DNSKEYRecord.Protocol.DNSSEC
                && SUPPORTED.contains(record.getAlgorithm());
        if (!entryPoint) {
            return Optional.empty();
        }
        DNSKEYRecord plain = new DNSKEYRecord(
                Name.root, DClass.IN, 0, ENTRY_POINT, record.getProtocol(), record.getAlgorithm(), record.getKey());
        DSRecord ds = new DSRecord(Name.root, DClass.IN, 0, DNSSEC.Digest.SHA256, plain);
        String digest = HexFormat.of().withUpperCase().formatHex(ds.getDigest());
        return Optional.of(new RootKey(plain.getFootprint(), plain.getAlgorithm(), digest));
    }

    /// True when the record carries the REVOKE bit.
    static boolean revoked(DNSKEYRecord record) {
        return (record.getFlags() & DNSKEYRecord.Flags.REVOKE) != 0;
    }

    /// The trust anchor as a line of a zone file, without line end.
    public String ds() {
        return ". 172800 IN DS " + keyTag + " " + algorithm + " 2 " + sha256;
    }

    /// The algorithm's mnemonic such as `RSASHA256`.
    public String algorithmName() {
        return Algorithm.string(algorithm);
    }

    /// Reads what [#ds] and the record hold.
    ///
    /// @throws IllegalArgumentException when it is no such key
    static RootKey parse(String tag, String algorithm, String sha256) {
        if (HexFormat.of().parseHex(sha256).length != 32) {
            throw new IllegalArgumentException("a SHA-256 digest has 32 octets");
        }
        int number = Integer.parseInt(tag);
        if (number < 0 || number > 0xFFFF) {
            throw new IllegalArgumentException("a key tag is 0 to 65535");
        }
        return new RootKey(number, Integer.parseInt(algorithm), sha256);
    }
}
