package org.danegate.verify;

import java.net.InetAddress;
import org.danegate.address.AddressText;
import org.danegate.address.OutsideText;
import org.danegate.dialing.CallBounds;

/// The appliance's line for each stage: the seed's transcripts to the letter, and lines in the same style for outcomes
/// that the seed does not show (`docs/daneverify.md`).
public final class TranscriptText {

    private TranscriptText() {}

    /// Most characters of a line: certificates and peers decide how much text there is.
    static final int MOST = 1500;

    /// One line, without its line end and without characters that reverse or hide text.
    public static String of(TranscriptLine stage) {
        return OutsideText.brief(words(stage), MOST);
    }

    private static String words(TranscriptLine stage) {
        return switch (stage) {
            case TranscriptLine.MxConfigured s ->
                "MX record(" + s.host() + ") configured by the SMTP route of " + s.domain();
            case TranscriptLine.MxFound s -> s.status() + " MX record(" + s.host() + ") found for " + s.domain();
            case TranscriptLine.MxProceeds s ->
                "INSECURE MX record(" + s.host() + ") found. The command will still proceed.";
            case TranscriptLine.MxLeftOut s ->
                "MX record(" + s.target() + ") found for " + s.domain() + " is left out: it " + s.why();
            case TranscriptLine.LeadsBack s -> "MX(" + s.host() + ") in " + s.domain() + " is not used: " + s.reason();
            case TranscriptLine.TlsaChanged s ->
                "TLSA records for MX(" + s.host() + ") in " + s.domain() + " have changed. Trying again.";
            case TranscriptLine.MxBogus s -> "BOGUS MX record found for " + s.domain();
            case TranscriptLine.DnssecDropped s -> "Nothing can be verified: " + s.reason();
            case TranscriptLine.MxImplicit s ->
                "No MX record (" + s.status() + ") found for " + s.domain() + ". The domain itself is used.";
            case TranscriptLine.NoDomain s -> "NXDOMAIN MX record for " + s.domain() + ". The domain does not exist.";
            case TranscriptLine.NullMx s ->
                "Null MX record found for " + s.domain() + ". The domain does not accept mail.";
            case TranscriptLine.AddressFound s ->
                s.status() + " " + s.type() + " record (" + text(s.address()) + ") found for MX(" + s.host() + ") in "
                        + s.domain();
            case TranscriptLine.AddressMissing s ->
                s.status() + " A record for MX(" + s.host() + ") in " + s.domain() + ". No address found.";
            case TranscriptLine.AddressBogus s ->
                "BOGUS " + s.type() + " record found for MX(" + s.host() + ") in " + s.domain();
            case TranscriptLine.LookupFailed s ->
                s.type() + " record lookup failed for " + s.subject() + ": " + s.reason();
            case TranscriptLine.NextAddress s ->
                "Trying next " + s.type() + " record (" + text(s.address()) + ") for MX(" + s.host() + ") in "
                        + s.domain();
            case TranscriptLine.NextMx s -> "Trying next MX record in " + s.domain();
            case TranscriptLine.Connecting s -> "Connecting to " + text(s.address()) + " on port " + s.port() + ".";
            case TranscriptLine.Connected s ->
                "Connected to " + text(s.address()) + " from interface " + text(s.local()) + ".";
            case TranscriptLine.NotConnected s -> "Connection to " + text(s.address()) + " failed: " + s.reason();
            case TranscriptLine.TlsaFound s ->
                s.status() + " TLSA record found for MX(" + s.host() + ") in " + s.domain();
            case TranscriptLine.TlsaMissing s -> s.status() + " TLSA record for MX(" + s.host() + ") in " + s.domain();
            case TranscriptLine.TlsaBogus s -> "BOGUS TLSA record found for MX(" + s.host() + ") in " + s.domain();
            case TranscriptLine.NotPossible s ->
                "DANE is not possible for MX(" + s.host() + ") in " + s.domain() + ": " + s.reason();
            case TranscriptLine.CheckingTls s -> "Checking TLS connection.";
            case TranscriptLine.TlsEstablished s ->
                "TLS connection established: protocol " + s.protocol() + ", cipher " + s.cipher() + ".";
            case TranscriptLine.TlsNotEstablished s -> "TLS connection could not be established: " + s.reason();
            case TranscriptLine.CertificateVerified s -> "Certificate verification successful";
            case TranscriptLine.CertificateRefused s -> "Certificate verification failed: " + s.reason();
            case TranscriptLine.TlsSucceeded s -> "TLS connection succeeded " + s.domain() + ".";
            case TranscriptLine.TlsFailed s -> "TLS connection failed " + s.domain() + ".";
            case TranscriptLine.OutOfTime s -> "Time limit reached for " + s.domain();
            case TranscriptLine.LimitReached s ->
                "Limit of " + CallBounds.MOST_HOSTS + " hosts and " + CallBounds.MOST_ADDRESSES
                        + " addresses reached for " + s.domain();
            case TranscriptLine.Concluded s -> verdict(s);
            case TranscriptLine.Completed s -> "DANE verification completed.";
        };
    }

    private static String verdict(TranscriptLine.Concluded s) {
        return switch (s.verdict()) {
            case DANE_SUCCESS -> "DANE SUCCESS for " + s.domain();
            case DANE_FAILED -> "DANE FAILED for " + s.domain();
            case NOT_VERIFIED -> "DANE could not be verified for " + s.domain() + ". No resolver answered.";
        };
    }

    private static String text(InetAddress address) {
        return AddressText.of(address);
    }
}
