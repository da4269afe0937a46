package org.danegate.monitor;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.danegate.event.Trouble;
import org.danegate.wording.Wording;

/// The catalogue of short reasons why mail waits or was given up: what a row of Delivery Status says, and what rows are
/// grouped by. The complete text of an error stays in {@link LastError}.
public enum Reason {
    /// Nothing waits, so nothing needs a reason.
    NONE,
    /// Mail waits that has not been tried yet, or whose last try succeeded in part.
    NOT_TRIED,
    /// An administrator suspended delivery.
    SUSPENDED,
    /// An administrator holds all messages that wait.
    HELD,
    /// A limit of the destination profile lets nothing through for a while.
    LIMITED,

    /// A host refused the connection.
    CONNECTION_REFUSED,
    /// No host answered in time, or none could be reached.
    NO_ANSWER,
    /// The connection broke before the message was accepted.
    CONNECTION_BROKE,
    /// A host does not follow SMTP.
    BAD_REPLY,
    /// This gateway has no address to connect from.
    NO_OWN_ADDRESS,

    /// A host accepts nothing for now (421 or 4.3.2).
    BUSY,
    /// A host delays strangers on purpose.
    GREYLISTED,
    /// A mailbox is full (4.2.2 or 5.2.2).
    MAILBOX_FULL,
    /// Any other temporary refusal (4xx).
    TRY_LATER,
    /// A mailbox does not exist (5.1.1).
    NO_SUCH_MAILBOX,
    /// The domain has a null MX (RFC 7505).
    ACCEPTS_NO_MAIL,
    /// Any other permanent refusal (5xx), also one that leaves the mail waiting for another host.
    REJECTED,
    /// No host can take the message as it is.
    LACKS_EXTENSION,

    /// A host does not offer STARTTLS, or refuses it.
    NO_STARTTLS,
    /// The TLS handshake failed.
    TLS_FAILED,
    /// No TLSA record matches the certificate.
    CERTIFICATE_MISMATCH,
    /// TLS Support with Verify: no public authority, or another name.
    CERTIFICATE_UNTRUSTED,

    /// A host of an SMTP route did not accept our user name and password.
    NOT_AUTHENTICATED,

    /// The signatures of the TLSA record do not validate.
    TLSA_BOGUS,
    /// The signatures of the MX record do not validate.
    MX_BOGUS,
    /// The signatures of a host's address do not validate.
    ADDRESS_BOGUS,
    /// DANE is Mandatory, and no usable TLSA record exists.
    NO_TLSA,
    /// DANE is Mandatory, and a record that it needs is not signed.
    NOT_SIGNED,
    /// DANE cannot be verified on an SMTP route.
    ROUTE_WITHOUT_DANE,
    /// A lookup failed: timeout, SERVFAIL, REFUSED.
    DNS_FAILED,
    /// The domain or its hosts do not exist.
    NO_SUCH_HOST,
    /// An SMTP route leads nowhere for now.
    NO_ROUTE,
    /// The mail would come back to this gateway.
    LOOP,

    /// The maximum time or number of retries is over.
    EXPIRED,
    /// An administrator returned the mail.
    BY_HAND,
    /// This gateway itself failed.
    OWN_FAULT,
    /// Anything else: the complete text says more.
    OTHER;

    private final String key = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /// The reason of a trouble.
    public static Reason of(Trouble trouble) {
        return ReasonRules.of(LastError.of(Instant.EPOCH, trouble));
    }

    /// Its short text; none where it says nothing about the trouble.
    public Optional<Wording> says() {
        return this == OTHER || this == NONE || this == NOT_TRIED
                ? Optional.empty()
                : Optional.of(new Wording("monitor.reason." + key, List.of()));
    }

    /// The word used in addresses and message bundles, such as `connection-refused`.
    public String key() {
        return key;
    }

    /// The reason with that word; empty when there is none.
    public static Optional<Reason> ofKey(String key) {
        return Arrays.stream(values()).filter(reason -> reason.key.equals(key)).findFirst();
    }

    /// Whether it is mail that waits for a cause, and not just a destination at rest.
    public boolean holdsMail() {
        return this != NONE;
    }
}
