package org.danegate.certificate;

import static org.danegate.fuzz.Property.holds;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// What an administrator hands in as a certificate, of any octets: a chain with the key that fits it, or faults.
public final class UploadFuzz {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final String PASSWORD = "secret";

    private UploadFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        judge(new CertificateMaterial("", "", PASSWORD, input));
        String text = new String(input, StandardCharsets.ISO_8859_1);
        if (text.contains("-----BEGIN ")) {
            judge(new CertificateMaterial(text, text, "", new byte[0]));
        }
    }

    private static void judge(CertificateMaterial material) {
        switch (CertificateChecks.check(material, null, NOW)) {
            case CertificateChecks.Result.Good good ->
                holds(
                        Chains.fit(good.key(), good.chain().getFirst().getPublicKey()),
                        "a certificate with another's key");
            case CertificateChecks.Result.Refused refused ->
                holds(!refused.faults().isEmpty(), "refused, and nothing is said");
        }
    }
}
