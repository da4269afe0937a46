package org.danegate.verify;

import java.net.InetAddress;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Question.RecordType;
import org.danegate.dns.answer.SecurityStatus;

/// One line of a transcript, reported as it happens. {@link TranscriptText} has the appliance's words for each (seed
/// `daneverify` transcripts).
public sealed interface TranscriptLine {

    /// An MX record; INSECURE is followed by {@link MxProceeds}.
    record MxFound(SecurityStatus status, DomainName host, DomainName domain) implements TranscriptLine {}

    /// An SMTP route names the host: a secure choice without an MX record.
    record MxConfigured(DomainName host, DomainName domain) implements TranscriptLine {}

    /// The walk goes on although the MX record is INSECURE.
    record MxProceeds(DomainName host) implements TranscriptLine {}

    /// An MX record that is not used, while others of the set are.
    ///
    /// @param target as DNS writes it
    /// @param why what follows the name in a sentence
    record MxLeftOut(String target, String why, DomainName domain) implements TranscriptLine {}

    /// The host is this gateway: the walk ends, as mail would come back.
    record LeadsBack(DomainName host, DomainName domain, String reason) implements TranscriptLine {}

    /// The cached TLSA records did not match, and the records have changed since.
    record TlsaChanged(DomainName host, DomainName domain) implements TranscriptLine {}

    /// The MX answer is BOGUS: the walk ends.
    record MxBogus(DomainName domain) implements TranscriptLine {}

    /// Nothing can be verified, because the resolvers drop DNSSEC data.
    ///
    /// @param reason which resolver, one phrase or more
    record DnssecDropped(String reason) implements TranscriptLine {}

    /// No MX record, but the name exists: the domain itself is the host (RFC 5321 5.1).
    record MxImplicit(SecurityStatus status, DomainName domain) implements TranscriptLine {}

    /// The domain does not exist.
    record NoDomain(DomainName domain) implements TranscriptLine {}

    /// The domain takes no mail (RFC 7505).
    record NullMx(DomainName domain) implements TranscriptLine {}

    /// An address record.
    ///
    /// @param type A or AAAA
    record AddressFound(SecurityStatus status, RecordType type, InetAddress address, DomainName host, DomainName domain)
            implements TranscriptLine {}

    /// The host has no address at all.
    ///
    /// @param status NXDOMAIN or NODATA
    record AddressMissing(SecurityStatus status, DomainName host, DomainName domain) implements TranscriptLine {}

    /// The address answer of one family is BOGUS.
    record AddressBogus(RecordType type, DomainName host, DomainName domain) implements TranscriptLine {}

    /// A lookup without a result: SERVFAIL, timeout and the like.
    ///
    /// @param subject `D` for MX, `MX(H) in D` for the others
    record LookupFailed(RecordType type, String subject, String reason) implements TranscriptLine {}

    /// On to the host's next address.
    record NextAddress(RecordType type, InetAddress address, DomainName host, DomainName domain)
            implements TranscriptLine {}

    /// On to the next MX host.
    record NextMx(DomainName domain) implements TranscriptLine {}

    /// A connection is being opened.
    record Connecting(InetAddress address, int port) implements TranscriptLine {}

    /// The peer has greeted.
    record Connected(InetAddress address, InetAddress local) implements TranscriptLine {}

    /// No connection, or no SMTP greeting.
    record NotConnected(InetAddress address, String reason) implements TranscriptLine {}

    /// A TLSA record set.
    ///
    /// @param status SECURE or INSECURE
    record TlsaFound(SecurityStatus status, DomainName host, DomainName domain) implements TranscriptLine {}

    /// No TLSA record.
    ///
    /// @param status NXDOMAIN or NODATA
    record TlsaMissing(SecurityStatus status, DomainName host, DomainName domain) implements TranscriptLine {}

    /// The TLSA answer is BOGUS.
    record TlsaBogus(DomainName host, DomainName domain) implements TranscriptLine {}

    /// The records found do not allow DANE at this host.
    record NotPossible(DomainName host, DomainName domain, String reason) implements TranscriptLine {}

    /// STARTTLS begins.
    record CheckingTls() implements TranscriptLine {}

    /// The handshake is done.
    record TlsEstablished(String protocol, String cipher) implements TranscriptLine {}

    /// TLS was not established: not offered, refused, or the handshake failed.
    record TlsNotEstablished(String reason) implements TranscriptLine {}

    /// A TLSA record matches the certificate.
    record CertificateVerified() implements TranscriptLine {}

    /// No TLSA record matches.
    record CertificateRefused(String reason) implements TranscriptLine {}

    /// TLS under DANE works for the domain.
    record TlsSucceeded(DomainName domain) implements TranscriptLine {}

    /// TLS under DANE does not work at this address.
    record TlsFailed(DomainName domain) implements TranscriptLine {}

    /// The time for one verification is over.
    record OutOfTime(DomainName domain) implements TranscriptLine {}

    /// There are more hosts or addresses than a delivery attempt tries.
    record LimitReached(DomainName domain) implements TranscriptLine {}

    /// The verdict.
    record Concluded(Verdict verdict, DomainName domain) implements TranscriptLine {}

    /// Always last.
    record Completed() implements TranscriptLine {}
}
