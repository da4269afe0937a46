package org.danegate.dane;

import static org.danegate.fuzz.Property.holds;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.danegate.dns.answer.TlsaRecord;

/// Certificates of any octets, as a server may send them, against records that name the true ones: only what the true
/// authorities signed is accepted as theirs, and only the true key as the server's.
public final class ChainFuzz {

    private static final List<X509Certificate> TRUE = FuzzChain.CHAIN;

    private ChainFuzz() {}

    /// @param input certificates one after the other, each behind two octets of length
    public static void fuzzerTestOneInput(byte[] input) throws CertificateEncodingException {
        List<X509Certificate> chain = chain(ByteBuffer.wrap(input));
        if (chain.isEmpty()) {
            return;
        }
        X509Certificate leaf = chain.getFirst();
        CertificateNames.of(leaf);
        CertificateNames.commonNameMatches(leaf, List.of(FuzzChain.HOST));
        chain.forEach(one -> IssuerRules.fault(one, FuzzChain.NOW));
        holds(
                matches(FuzzChain.tlsa(3, 1, 1, FuzzChain.leaf()), chain)
                        == Arrays.equals(
                                leaf.getPublicKey().getEncoded(),
                                FuzzChain.leaf().getPublicKey().getEncoded()),
                "another key, or not the true one");
        holds(
                matches(FuzzChain.tlsa(3, 0, 1, FuzzChain.leaf()), chain)
                        == Arrays.equals(leaf.getEncoded(), FuzzChain.leaf().getEncoded()),
                "another certificate, or not the true one");
        for (X509Certificate authority : TRUE.subList(1, TRUE.size())) {
            for (int matchingType = 0; matchingType < 3; matchingType++) {
                for (int selector = 0; selector < 2; selector++) {
                    if (matches(FuzzChain.tlsa(2, selector, matchingType, authority), chain)) {
                        signed(leaf);
                    }
                }
            }
        }
    }

    private static boolean matches(TlsaRecord record, List<X509Certificate> chain) {
        return FuzzChain.match(List.of(record), chain) instanceof DaneVerdict.Success;
    }

    private static void signed(X509Certificate leaf) throws CertificateEncodingException {
        byte[] told = leaf.getTBSCertificate();
        boolean ours = false;
        for (X509Certificate one : TRUE) {
            ours |= Arrays.equals(told, one.getTBSCertificate());
        }
        holds(ours, "taken for the authority's: " + leaf.getSubjectX500Principal());
    }

    private static List<X509Certificate> chain(ByteBuffer octets) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (octets.remaining() > 2 && chain.size() < 40) {
                byte[] der = new byte[Math.min(octets.getShort() & 0xffff, octets.remaining())];
                octets.get(der);
                chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
            }
        } catch (CertificateException unreadable) {
            // TLS itself ends there: what came before is judged all the same.
            return chain;
        }
        return chain;
    }
}
