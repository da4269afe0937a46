package org.danegate.verify;

import java.net.InetAddress;
import org.danegate.address.AddressText;
import org.danegate.address.OutsideText;

/// The appliance's line for each stage: the seed's transcripts to the letter, and for outcomes the seed does not show
/// lines in the same voice (`docs/daneverify.md`).
public final class StageText {

    private StageText() {}

    /// Characters of a line: certificates and peers decide how much there is to say.
    static final int MOST = 1500;

    /// One line, without its end and with nothing in it that turns or hides text.
    public static String of(Stage stage) {
        return OutsideText.brief(words(stage), MOST);
    }

    private static String words(Stage stage) {
        return switch (stage) {
            case Stage.MxFound s -> s.status() + " MX record(" + s.host() + ") found for " + s.domain();
            case Stage.MxProceeds s -> "INSECURE MX record(" + s.host() + ") found. The command will still proceed.";
            case Stage.MxLeftOut s ->
                "MX record(" + s.target() + ") found for " + s.domain() + " is left out: it " + s.why();
            case Stage.LeadsBack s -> "MX(" + s.host() + ") in " + s.domain() + " is not used: " + s.reason();
            case Stage.TlsaChanged s ->
                "TLSA records for MX(" + s.host() + ") in " + s.domain() + " have changed. Trying again.";
            case Stage.MxBogus s -> "BOGUS MX record found for " + s.domain();
            case Stage.DnssecDropped s -> "Nothing can be verified: " + s.reason();
            case Stage.MxImplicit s ->
                "No MX record (" + s.status() + ") found for " + s.domain() + ". The domain itself is used.";
            case Stage.NoDomain s -> "NXDOMAIN MX record for " + s.domain() + ". The domain does not exist.";
            case Stage.NullMx s -> "Null MX record found for " + s.domain() + ". The domain does not accept mail.";
            case Stage.AddressFound s ->
                s.status() + " " + s.type() + " record (" + text(s.address()) + ") found for MX(" + s.host() + ") in "
                        + s.domain();
            case Stage.AddressMissing s ->
                s.status() + " A record for MX(" + s.host() + ") in " + s.domain() + ". No address found.";
            case Stage.AddressBogus s ->
                "BOGUS " + s.type() + " record found for MX(" + s.host() + ") in " + s.domain();
            case Stage.LookupFailed s -> s.type() + " record lookup failed for " + s.subject() + ": " + s.reason();
            case Stage.NextAddress s ->
                "Trying next " + s.type() + " record (" + text(s.address()) + ") for MX(" + s.host() + ") in "
                        + s.domain();
            case Stage.NextMx s -> "Trying next MX record in " + s.domain();
            case Stage.Connecting s -> "Connecting to " + text(s.address()) + " on port " + s.port() + ".";
            case Stage.Connected s -> "Connected to " + text(s.address()) + " from interface " + text(s.local()) + ".";
            case Stage.NotConnected s -> "Connection to " + text(s.address()) + " failed: " + s.reason();
            case Stage.TlsaFound s -> s.status() + " TLSA record found for MX(" + s.host() + ") in " + s.domain();
            case Stage.TlsaMissing s -> s.status() + " TLSA record for MX(" + s.host() + ") in " + s.domain();
            case Stage.TlsaBogus s -> "BOGUS TLSA record found for MX(" + s.host() + ") in " + s.domain();
            case Stage.NotPossible s ->
                "DANE is not possible for MX(" + s.host() + ") in " + s.domain() + ": " + s.reason();
            case Stage.CheckingTls s -> "Checking TLS connection.";
            case Stage.TlsEstablished s ->
                "TLS connection established: protocol " + s.protocol() + ", cipher " + s.cipher() + ".";
            case Stage.TlsNotEstablished s -> "TLS connection could not be established: " + s.reason();
            case Stage.CertificateVerified s -> "Certificate verification successful";
            case Stage.CertificateRefused s -> "Certificate verification failed: " + s.reason();
            case Stage.TlsSucceeded s -> "TLS connection succeeded " + s.domain() + ".";
            case Stage.TlsFailed s -> "TLS connection failed " + s.domain() + ".";
            case Stage.OutOfTime s -> "Time limit reached for " + s.domain();
            case Stage.LimitReached s ->
                "Limit of " + Walk.MOST_HOSTS + " hosts and " + Walk.MOST_ADDRESSES + " addresses reached for "
                        + s.domain();
            case Stage.Concluded s -> verdict(s);
            case Stage.Completed s -> "DANE verification completed.";
        };
    }

    private static String verdict(Stage.Concluded s) {
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
