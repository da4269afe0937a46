package org.danegate.event;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.danegate.address.MailAddress;
import org.danegate.address.ShortText;
import org.danegate.dane.Course;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence;
import org.danegate.sts.StsTrouble;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// Something that happened, at the time `at`. Ids are those of the appliance: ICID for an incoming connection, DCID for
/// a delivery connection, MID for a message, RID for a recipient of a message (from 0). A DCID of 0 means that no
/// connection was opened.
public sealed interface DeliveryEvent {

    /// The most characters of a reason or notice. People read it, also as one line of a log, and other parties may
    /// decide how long it is.
    int MOST_WORDS = Trouble.MOST_IN_TEXT;

    /// When it happened.
    Instant at();

    // ---- incoming connections -------------------------------------------------------------------------------------

    /// A client connected to a listener.
    ///
    /// @param reverseDns verified reverse DNS name; null when unknown
    record InjectionStarted(
            Instant at,
            long icid,
            String listener,
            InetAddress local,
            InetAddress remote,
            @Nullable String reverseDns) implements DeliveryEvent {}

    /// The Host Access Table classified the client.
    ///
    /// @param behavior `RELAY`, `ACCEPT` or `REJECT`
    /// @param match the sender entry that matched
    record SenderGroupMatched(Instant at, long icid, String behavior, String senderGroup, String match)
            implements DeliveryEvent {}

    /// The client negotiated TLS.
    record InjectionTls(Instant at, long icid, String protocol, String cipher) implements DeliveryEvent {}

    /// The client authenticated, or tried to (RFC 4954).
    ///
    /// @param user the name that the client gave, empty for none
    /// @param mechanism such as `PLAIN`, empty for one that is not known
    /// @param failure why it failed, for people; null when the client is the user
    record InjectionAuthenticated(
            Instant at,
            long icid,
            String user,
            String mechanism,
            @Nullable String failure) implements DeliveryEvent {}

    /// The client was refused or broke the protocol.
    record InjectionRejected(Instant at, long icid, String reason, Refusal kind) implements DeliveryEvent {
        public InjectionRejected {
            reason = ShortText.of(reason, MOST_WORDS);
        }
    }

    /// The client's connection is closed.
    record InjectionClosed(Instant at, long icid) implements DeliveryEvent {}

    /// Why a listener refused something, in a closed set for counting.
    enum Refusal {
        /// The Host Access Table rejects or refuses the client.
        ACCESS,
        /// The client has too many connections.
        CONNECTIONS,
        /// The client broke the protocol or made too many errors.
        PROTOCOL,
        /// The client was too slow.
        SLOW,
        /// A recipient is not accepted here, or not now.
        RECIPIENT,
        /// A complete message is not accepted.
        MESSAGE
    }

    // ---- messages -------------------------------------------------------------------------------------------------

    /// `MAIL FROM` was accepted. An ICID of 0 means that Danegate itself made the message.
    ///
    /// @param helo the client's name in HELO or EHLO; empty when it is not known
    record MessageStarted(Instant at, long mid, long icid, String from, String helo) implements DeliveryEvent {

        /// From a client whose name is not known.
        public MessageStarted(Instant at, long mid, long icid, String from) {
            this(at, mid, icid, from, "");
        }
    }

    /// `RCPT TO` was accepted.
    record RecipientAdded(Instant at, long mid, long icid, int rid, MailAddress to) implements DeliveryEvent {}

    /// `RCPT TO` was refused.
    record RecipientRejected(Instant at, long icid, String to, String reason) implements DeliveryEvent {
        public RecipientRejected {
            reason = ShortText.of(reason, MOST_WORDS);
        }
    }

    /// The message is durable.
    ///
    /// @param bytes size as received, in bytes
    /// @param direction null for a message that this server made itself
    /// @param commitNanos nanoseconds that it took to make it durable; 0 when not measured
    /// @param tlsMandatory whether its header asks for TLS, and that is honoured
    record MessageQueued(
            Instant at,
            long mid,
            long icid,
            String from,
            long bytes,
            @Nullable String messageId,
            @Nullable String subject,
            @Nullable Direction direction,
            Lane lane,
            long commitNanos,
            boolean tlsMandatory)
            implements DeliveryEvent {

        /// Which way a client's message goes: outbound when the sender group relays, inbound when it accepts.
        public enum Direction {
            INBOUND,
            OUTBOUND
        }

        /// A message that this server made and that leaves by the system's choice.
        public MessageQueued(
                Instant at,
                long mid,
                long icid,
                String from,
                long bytes,
                @Nullable String messageId,
                @Nullable String subject) {
            this(at, mid, icid, from, bytes, messageId, subject, null, Lane.PLAIN, 0, false);
        }

        /// Without the time that it took.
        public MessageQueued(
                Instant at,
                long mid,
                long icid,
                String from,
                long bytes,
                @Nullable String messageId,
                @Nullable String subject,
                @Nullable Direction direction,
                Lane lane) {
            this(at, mid, icid, from, bytes, messageId, subject, direction, lane, 0, false);
        }
    }

    /// The message was abandoned before it was accepted.
    ///
    /// @param refused true when this server refused the message, false when the client gave it up
    record MessageAborted(Instant at, long mid, long icid, String reason, boolean refused) implements DeliveryEvent {
        public MessageAborted {
            reason = ShortText.of(reason, MOST_WORDS);
        }

        /// The client gave it up.
        public MessageAborted(Instant at, long mid, long icid, String reason) {
            this(at, mid, icid, reason, false);
        }
    }

    /// All recipients are finished; the message left the queue.
    record MessageFinished(Instant at, long mid) implements DeliveryEvent {}

    /// Danegate made a message about another one.
    ///
    /// @param kind `bounce` or `delay warning`
    record NotificationGenerated(Instant at, long mid, long ofMid, String kind) implements DeliveryEvent {}

    // ---- delivery connections -------------------------------------------------------------------------------------

    /// A connection to a next hop is open.
    record ConnectionOpened(
            Instant at, long dcid, String destination, String host, InetAddress local, InetAddress remote, int port)
            implements DeliveryEvent {}

    /// A next hop could not be reached.
    ///
    /// @param details the cause, such as `timeout` or `Connection refused`
    record ConnectionFailed(
            Instant at,
            long dcid,
            String destination,
            String host,
            @Nullable InetAddress remote,
            int port,
            String details)
            implements DeliveryEvent {
        public ConnectionFailed {
            details = ShortText.of(details, MOST_WORDS);
        }
    }

    /// An address was dialled: mail may be sent over the connection, or not.
    ///
    /// @param course how far it came, and how long each step took
    /// @param session what it showed of TLS; null when the address was left
    record HostDialed(
            Instant at,
            long dcid,
            String destination,
            String host,
            Course course,
            @Nullable DialedSession session) implements DeliveryEvent {

        /// Nothing is known of TLS.
        public HostDialed(Instant at, long dcid, String destination, String host, Course course) {
            this(at, dcid, destination, host, course, null);
        }
    }

    /// TLS is established on a delivery connection.
    ///
    /// @param daneVerified true only for DANE SUCCESS; the log line then ends in `for DOMAIN`
    /// @param verdict what DANE says of the certificate; null when DANE does not check it
    /// @param keyExchange what is known of the key exchange, for level Debug; empty for nothing
    record TlsSucceeded(
            Instant at,
            long dcid,
            String destination,
            String host,
            String protocol,
            String cipher,
            boolean daneVerified,
            @Nullable DaneVerdict verdict,
            String keyExchange)
            implements DeliveryEvent {

        /// Without the verdict.
        public TlsSucceeded(
                Instant at,
                long dcid,
                String destination,
                String host,
                String protocol,
                String cipher,
                boolean daneVerified) {
            this(at, dcid, destination, host, protocol, cipher, daneVerified, null);
        }

        /// Without the key exchange.
        public TlsSucceeded(
                Instant at,
                long dcid,
                String destination,
                String host,
                String protocol,
                String cipher,
                boolean daneVerified,
                @Nullable DaneVerdict verdict) {
            this(at, dcid, destination, host, protocol, cipher, daneVerified, verdict, "");
        }
    }

    /// TLS was not established, or its certificate was refused.
    ///
    /// @param required true when policy forbade continuing without TLS
    record TlsFailed(
            Instant at,
            long dcid,
            String destination,
            String host,
            @Nullable InetAddress remote,
            String reason,
            boolean required)
            implements DeliveryEvent {
        public TlsFailed {
            reason = ShortText.of(reason, MOST_WORDS);
        }
    }

    /// A host was compared with the MTA-STS policy of the destination (RFC 8461 section 4).
    ///
    /// @param dcid of the connection; 0 when none was opened, because the policy does not name the host
    /// @param mode of the policy, `enforce` or `testing`
    /// @param failure why the host does not meet the policy; null when it does
    record StsJudged(
            Instant at,
            long dcid,
            String destination,
            String host,
            String mode,
            @Nullable String failure) implements DeliveryEvent {
        public StsJudged {
            failure = failure == null ? null : ShortText.of(failure, MOST_WORDS);
        }
    }

    /// A domain's MTA-STS policy was fetched for the first time, or is another one now.
    ///
    /// @param mode `enforce`, `testing` or `none`
    /// @param id of the record
    /// @param validUntil when it expires unless it is fetched again
    record StsPolicyFetched(Instant at, String domain, String mode, String id, Instant validUntil)
            implements DeliveryEvent {}

    /// A domain's MTA-STS policy could not be fetched or refreshed.
    record StsPolicyTrouble(Instant at, String domain, StsTrouble trouble) implements DeliveryEvent {

        /// Why, in one sentence or phrase.
        public String reason() {
            return ShortText.of(trouble.text(), MOST_WORDS);
        }
    }

    /// The gateway authenticated to a host of an SMTP route, or tried to (RFC 4954).
    ///
    /// @param profile name of the Outgoing SMTP Authentication profile
    /// @param mechanism such as `PLAIN`; empty when it failed
    /// @param failure why it failed; null when it succeeded
    record DeliveryAuthenticated(
            Instant at,
            long dcid,
            String destination,
            String host,
            String profile,
            String mechanism,
            @Nullable String failure)
            implements DeliveryEvent {
        public DeliveryAuthenticated {
            failure = failure == null ? null : ShortText.of(failure, MOST_WORDS);
        }
    }

    /// A transaction begins.
    record DeliveryStarted(Instant at, long dcid, long mid, List<Integer> rids) implements DeliveryEvent {
        public DeliveryStarted {
            rids = List.copyOf(rids);
        }
    }

    /// A recipient was accepted by the next hop.
    ///
    /// @param queuedFor time from the message's acceptance to this reply
    record RecipientDelivered(
            Instant at, long dcid, long mid, int rid, String destination, String response, Duration queuedFor)
            implements DeliveryEvent {
        public RecipientDelivered {
            response = ShortText.of(response, MOST_WORDS);
        }
    }

    /// It was decided whether a message with REQUIRETLS (RFC 8689) may be sent over a connection.
    ///
    /// @param word `requiretls` when it is passed on, otherwise what is missing, such as `nocertmatch`
    /// @param sent whether the message is sent here
    record RequireTlsJudged(Instant at, long dcid, long mid, String host, String word, boolean sent)
            implements DeliveryEvent {}

    /// A message was signed with DKIM (RFC 6376), or could not be although a signing profile applies. It is
    /// published when signatures are made, not each time they are sent.
    ///
    /// @param profile name of the signing profile; empty when it is not known
    /// @param author the address that the profile matched; empty when it is not known
    /// @param signatures one for each key, from the top of the message; empty when it could not be signed
    /// @param failure why not; null when it was signed
    /// @param waits whether the message waits until it can be signed, instead of leaving unsigned
    record MessageSigned(
            Instant at,
            long mid,
            String profile,
            String author,
            List<DkimSignature> signatures,
            @Nullable String failure,
            boolean waits)
            implements DeliveryEvent {
        public MessageSigned {
            author = ShortText.of(author, MOST_WORDS);
            signatures = List.copyOf(signatures);
            failure = failure == null ? null : ShortText.of(failure, MOST_WORDS);
        }

        /// It was signed.
        public MessageSigned(Instant at, long mid, String profile, String author, List<DkimSignature> signatures) {
            this(at, mid, profile, author, signatures, null, false);
        }

        /// It could not be signed.
        public static MessageSigned not(Instant at, long mid, String failure, boolean waits) {
            return new MessageSigned(at, mid, "", "", List.of(), failure, waits);
        }

        /// The signatures in one line, such as `d=example.org s=k1 a=rsa-sha256`.
        public String text() {
            return signatures.stream().map(DkimSignature::text).collect(Collectors.joining(", "));
        }
    }

    /// A transaction ended with at least one recipient delivered.
    ///
    /// @param envelopeNanos nanoseconds from MAIL until the message began; 0 when not measured
    /// @param messageNanos nanoseconds from then until the receiver's reply to the message; 0 when not measured
    record DeliveryDone(Instant at, long dcid, long mid, List<Integer> rids, long envelopeNanos, long messageNanos)
            implements DeliveryEvent {
        public DeliveryDone {
            rids = List.copyOf(rids);
        }

        /// Without times.
        public DeliveryDone(Instant at, long dcid, long mid, List<Integer> rids) {
            this(at, dcid, mid, rids, 0, 0);
        }
    }

    /// The delivery connection is closed.
    record ConnectionClosed(Instant at, long dcid, String destination) implements DeliveryEvent {}

    // ---- outcomes that are not delivery ---------------------------------------------------------------------------

    /// A soft bounce: the recipient stays queued.
    ///
    /// @param from envelope sender, empty for the null sender; null when it is not known
    /// @param to the recipient's address; null when it is not known
    record RecipientDelayed(
            Instant at,
            long dcid,
            long mid,
            int rid,
            String destination,
            Trouble trouble,
            Instant retryAt,
            @Nullable String from,
            @Nullable String to)
            implements DeliveryEvent {

        /// Without addresses.
        public RecipientDelayed(
                Instant at, long dcid, long mid, int rid, String destination, Trouble trouble, Instant retryAt) {
            this(at, dcid, mid, rid, destination, trouble, retryAt, null, null);
        }
    }

    /// A soft bounce of everything else that waits in a lane of a destination: the attempt's outcome holds for all
    /// of it.
    ///
    /// @param lane the mail that it concerns
    /// @param recipients how many, not counting those reported one by one
    /// @param retryAt none of them is tried before this time
    record RecipientsDeferred(
            Instant at, String destination, Lane lane, int recipients, Trouble trouble, Instant retryAt)
            implements DeliveryEvent {}

    /// A hard bounce: delivery to the recipient is abandoned.
    ///
    /// @param expired true when the bounce profile's maximum time or number of retries was exceeded
    /// @param from envelope sender, empty for the null sender; null when it is not known
    /// @param to the recipient's address; null when it is not known
    record RecipientBounced(
            Instant at,
            long dcid,
            long mid,
            int rid,
            String destination,
            Trouble trouble,
            boolean expired,
            @Nullable String from,
            @Nullable String to)
            implements DeliveryEvent {

        /// Without addresses.
        public RecipientBounced(
                Instant at, long dcid, long mid, int rid, String destination, Trouble trouble, boolean expired) {
            this(at, dcid, mid, rid, destination, trouble, expired, null, null);
        }
    }

    /// A recipient was dropped by a `/dev/null` route.
    record RecipientDropped(Instant at, long mid, int rid, String destination) implements DeliveryEvent {}

    /// An administrator deleted recipients of a message; no notification is sent.
    record RecipientsDeleted(Instant at, long mid, List<Integer> rids, String destination) implements DeliveryEvent {
        public RecipientsDeleted {
            rids = List.copyOf(rids);
        }
    }

    /// What one attempt at a destination found, with the DANE decision.
    ///
    /// @param lane the mail that it was made for
    /// @param recipients recipients that the attempt covered
    /// @param trouble what keeps the rest of the mail waiting, or why nobody got any: the newest refusal; null
    ///     when at least one recipient was delivered and nothing keeps the rest
    /// @param course when its parts happened
    record AttemptEnded(
            Instant at,
            String destination,
            Lane lane,
            int recipients,
            Evidence evidence,
            @Nullable Trouble trouble,
            AttemptCourse course)
            implements DeliveryEvent {

        /// Without times.
        public AttemptEnded(
                Instant at,
                String destination,
                Lane lane,
                int recipients,
                Evidence evidence,
                @Nullable Trouble trouble) {
            this(at, destination, lane, recipients, evidence, trouble, AttemptCourse.unknown(at));
        }
    }

    // ---- the rest -------------------------------------------------------------------------------------------------

    /// A lookup failed or was bogus while routing a destination.
    record DnsTrouble(Instant at, String destination, String name, String type, String reason)
            implements DeliveryEvent {
        public DnsTrouble {
            reason = ShortText.of(reason, MOST_WORDS);
        }
    }

    /// A line of DEBUG or TRACE detail from lookups, already worded as on the appliance.
    record DnsDetail(Instant at, boolean warning, String line) implements DeliveryEvent {}

    /// An administrator did something; shown in the log.
    ///
    /// @param action what was done to what, in the log's words
    /// @param address the client's address; empty when the server acted by itself
    /// @param changes a line for each changed object, with the values before and after and never a secret; empty
    ///     when the action says everything
    record AdministratorActed(Instant at, String user, String action, String address, String changes)
            implements DeliveryEvent {

        /// An action of this thread's client.
        public AdministratorActed(Instant at, String user, String action) {
            this(at, user, action, "");
        }

        /// An action of this thread's client, with what it changed.
        public AdministratorActed(Instant at, String user, String action, String changes) {
            this(at, user, action, ActingClient.address(), changes);
        }
    }

    /// The system reports something about itself.
    record SystemNotice(Instant at, boolean warning, String text) implements DeliveryEvent {
        public SystemNotice {
            text = ShortText.of(text, MOST_WORDS);
        }
    }

    /// Something that mail depends on is not as it should be, or is in order again, and an administrator
    /// should know.
    ///
    /// @param about the affected thing, such as the name of a certificate
    /// @param wording a sentence or more for people
    record ConditionSeen(Instant at, Condition condition, Weight weight, String about, Wording wording)
            implements DeliveryEvent {
        /// Returns the sentences in English, as in the log.
        public String text() {
            return wording.english();
        }
    }

    /// What a condition affects.
    enum Condition {
        /// A DNS resolver does not answer, or does not pass DNSSEC.
        RESOLVER,
        /// A trust anchor of the root changed its state (RFC 5011 section 4), or could not be updated.
        TRUST_ANCHOR,
        /// A certificate expires soon or has expired.
        CERTIFICATE,
        /// The MTA-STS policy of a domain could not be refreshed.
        MTA_STS,
        /// Sessions with a domain lost a protection that nearly all of them had.
        PROTECTION_LOST,
        /// DANE is Mandatory for a domain, and mail to it may be held soon.
        DANE_AT_RISK,
        /// A listener could not be opened.
        LISTENER,
        /// A collector does not get its log lines.
        LOG_TARGET
    }

    /// How much a condition matters, the most severe first.
    enum Weight {
        CRITICAL,
        WARNING,
        INFORMATION
    }
}
