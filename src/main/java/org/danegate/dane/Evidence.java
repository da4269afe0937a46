package org.danegate.dane;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.address.OutsideText;
import org.danegate.policy.DaneSupport;
import org.danegate.sts.StsPlan;
import org.danegate.sts.StsVerdict;
import org.jspecify.annotations.Nullable;

/// Everything that a delivery attempt, daneverify or a dry run found out about a destination, and the decision. The
/// engine, the log, Delivery Status and JSON share this value.
///
/// @param destination recipient domain or address literal
/// @param support DANE Support in force
/// @param domain MX evidence; null when routing did not ask for MX (route, literal, DANE skipped by route)
/// @param route the SMTP route used instead of MX, null when none
/// @param hosts hosts in the order considered
/// @param action the outcome for the destination
/// @param reason one sentence: why
/// @param at when the attempt ended
public record Evidence(
        String destination,
        DaneSupport support,
        @Nullable DomainEvidence domain,
        @Nullable String route,
        List<HostResult> hosts,
        DaneAction action,
        String reason,
        Instant at) {

    /// Longest reason and longest outcome, in characters.
    public static final int MOST_REASON = 1000;

    public Evidence {
        hosts = List.copyOf(hosts);
        reason = OutsideText.brief(reason, MOST_REASON);
    }

    /// The same evidence with another reason.
    public Evidence because(String why) {
        return new Evidence(destination, support, domain, route, hosts, action, why, at);
    }

    /// The result for one host.
    ///
    /// @param host host name or address as text
    /// @param dns DNS evidence; null for a routed host or a host that was not examined
    /// @param addresses addresses tried, in order
    /// @param choice how the host was found; null when it was not examined
    /// @param sts what MTA-STS asked of the host
    public record HostResult(
            String host,
            @Nullable HostEvidence dns,
            DanePlan plan,
            List<AddressResult> addresses,
            String outcome,
            @Nullable HostChoice choice,
            StsPlan sts) {

        /// The result for a host of which only this is known.
        public HostResult(
                String host, @Nullable HostEvidence dns, DanePlan plan, List<AddressResult> addresses, String outcome) {
            this(host, dns, plan, addresses, outcome, null, new StsPlan.NotAsked("not looked at"));
        }

        public HostResult {
            addresses = List.copyOf(addresses);
            outcome = OutsideText.brief(outcome, MOST_REASON);
        }
    }

    /// The result for one address that was tried.
    ///
    /// @param tls null when no TLS was established
    /// @param verdict null when no handshake was concluded
    /// @param course how far the conversation came
    /// @param sts whether the session met the MTA-STS policy; null when none applied
    public record AddressResult(
            InetAddress address,
            int port,
            @Nullable TlsFacts tls,
            @Nullable DaneVerdict verdict,
            String outcome,
            Course course,
            @Nullable StsVerdict sts) {
        public AddressResult {
            outcome = OutsideText.brief(outcome, MOST_REASON);
        }

        /// A result without further details.
        public AddressResult(
                InetAddress address, int port, @Nullable TlsFacts tls, @Nullable DaneVerdict verdict, String outcome) {
            this(address, port, tls, verdict, outcome, Course.UNKNOWN, null);
        }
    }

    /// An established TLS session.
    ///
    /// @param protocol such as `TLSv1.3`
    /// @param cipher OpenSSL's name where it differs, such as `ECDHE-RSA-AES256-GCM-SHA384`
    public record TlsFacts(
            String protocol,
            String cipher,
            @Nullable DomainName sni,
            List<CertificateFacts> chain,
            String keyExchange) {
        public TlsFacts {
            chain = List.copyOf(chain);
        }

        /// Nothing is known of the key exchange.
        public TlsFacts(String protocol, String cipher, @Nullable DomainName sni, List<CertificateFacts> chain) {
            this(protocol, cipher, sni, chain, "");
        }
    }

    /// A certificate as the server sent it. Its maker chose the texts in it, so they are cut.
    ///
    /// @param dnsNames at most {@link #MOST_NAMES}, and one more text with the number of the others
    /// @param sha256 hex digest of the whole certificate (selector 0)
    /// @param spkiSha256 hex digest of the SubjectPublicKeyInfo (selector 1)
    public record CertificateFacts(
            String subject,
            String issuer,
            Instant notBefore,
            Instant notAfter,
            List<String> dnsNames,
            String sha256,
            String spkiSha256) {
        /// Most names that are kept.
        public static final int MOST_NAMES = 20;

        /// Characters that are kept of a subject, an issuer and each name.
        public static final int MOST_IN_NAME = 500;

        public CertificateFacts {
            dnsNames = List.copyOf(dnsNames);
        }

        /// Reads a certificate's facts.
        ///
        /// @throws IllegalArgumentException when the certificate cannot be encoded
        public static CertificateFacts of(X509Certificate certificate) {
            try {
                return new CertificateFacts(
                        OutsideText.brief(certificate.getSubjectX500Principal().getName(), MOST_IN_NAME),
                        OutsideText.brief(certificate.getIssuerX500Principal().getName(), MOST_IN_NAME),
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant(),
                        CertificateNames.some(certificate, MOST_NAMES, MOST_IN_NAME),
                        sha256Hex(certificate.getEncoded()),
                        sha256Hex(certificate.getPublicKey().getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("certificate cannot be encoded", e);
            }
        }

        private static String sha256Hex(byte[] octets) throws GeneralSecurityException {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        }
    }

    /// The evidence as a tree of labelled facts, for pages and JSON.
    public EvidenceNode tree() {
        return EvidenceTree.of(this);
    }
}
