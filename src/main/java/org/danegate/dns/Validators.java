package org.danegate.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.Sha1Signatures;
import org.xbill.DNS.dnssec.ValidatingResolver;

/// What validators are made from. Each one made has keys of its own.
///
/// @param anchors DS lines of the root, used while the settings name no file
record Validators(DnsSettings settings, String anchors, InstantSource clock) {

    /// A validator over a source of answers.
    ///
    /// @throws IOException when the anchors cannot be read
    ValidatingResolver over(HeadResolver head) throws IOException {
        byte[] text = TrustAnchors.read(settings.trustAnchorFile(), anchors);
        ValidatingResolver made = new ValidatingResolver(head, clock.withZone(ZoneOffset.UTC));
        made.init(tuning(settings.sha1Signatures()));
        made.loadTrustAnchors(new ByteArrayInputStream(text));
        return made;
    }

    /// One valid path is enough (RFC 6840 5.11), but the strongest digest of a DS set decides (RFC 4509 3),
    /// which is all that the library's hardening does; SHA-1 counts as the settings say; proofs are
    /// computed up to a bound of NSEC3 iterations, and what they are worth is judged afterwards (RFC 9276 3.2).
    private static Properties tuning(Sha1Signatures sha1) {
        Properties p = new Properties();
        p.setProperty("dnsjava.dnssec.keycache.max_ttl", "3600");
        p.setProperty("dnsjava.dnssec.keycache.max_size", "20000");
        p.setProperty("dnsjava.dnssec.harden_algo_downgrade", "true");
        String validated = String.valueOf(sha1 == Sha1Signatures.VALIDATED);
        p.setProperty("dnsjava.dnssec.algorithm.5", validated);
        p.setProperty("dnsjava.dnssec.algorithm.7", validated);
        p.setProperty("dnsjava.dnssec.digest.1", validated);
        for (String bits : List.of("1024", "2048", "4096")) {
            p.setProperty("dnsjava.dnssec.nsec3.iterations." + bits, String.valueOf(DenialProof.MOST_ITERATIONS));
        }
        return p;
    }
}
