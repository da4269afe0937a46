package org.danegate.event;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.danegate.address.MailAddress;
import org.danegate.address.ShortText;
import org.danegate.dane.Evidence;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// What happened, at `at`. Ids are the appliance's: ICID incoming connection, DCID delivery connection, MID message,
/// RID recipient of a message (from 0). A DCID of 0 means that no connection was opened.
public sealed interface DeliveryEvent {

    /// Characters of a reason or notice: it is for people and for a line of a log, and others may decide how much
    /// there is to say.
    int MOST_WORDS = Trouble.MOST_IN_TEXT;

    /// When it happened.
    Instant at();

    // ---- incoming connections -------------------------------------------------------------------------------------

    /// A client connected to a listener.
    ///
    /// @param reverseDns verified reverse name, null when unknown
    record InjectionStarted(
            Instant at,
            long icid,
            String listener,
            InetAddress local,
            InetAddress remote,
            @Nullable String reverseDns) implements DeliveryEvent {}

    /// The Host Access Table's word on the client.
    ///
    /// @param behavior `RELAY`, `ACCEPT` or `REJECT`
    /// @param match the sender entry that matched
    record SenderGroupMatched(Instant at, long icid, String behavior, String senderGroup, String match)
            implements DeliveryEvent {}

    /// The client negotiated TLS.
    record InjectionTls(Instant at, long icid, String protocol, String cipher) implements DeliveryEvent {}

    /// The client was refused or broke the protocol.
    record InjectionRejected(Instant at, long icid, String reason) implements DeliveryEvent {
        public InjectionRejected {
            reason = ShortText.of(reason, MOST_WORDS);
        }
    }

    /// The client is gone.
    record InjectionClosed(Instant at, long icid) implements DeliveryEvent {}

    // ---- messages -------------------------------------------------------------------------------------------------

    /// `MAIL FROM` was taken. An ICID of 0 is a message made by Danegate itself.
    record MessageStarted(Instant at, long mid, long icid, String from) implements DeliveryEvent {}

    /// `RCPT TO` was taken.
    record RecipientAdded(Instant at, long mid, long icid, int rid, MailAddress to) implements DeliveryEvent {}

    /// `RCPT TO` was refused.
    record RecipientRejected(Instant at, long icid, String to, String reason) implements DeliveryEvent {
        public RecipientRejected {
            reason = ShortText.of(reason, MOST_WORDS);
        }
    }

    /// The message is durable.
    ///
    /// @param bytes size as received
    /// @param direction null for what this server made itself
    record MessageQueued(
            Instant at,
            long mid,
            long icid,
            String from,
            long bytes,
            @Nullable String messageId,
            @Nullable String subject,
            @Nullable Direction direction)
            implements DeliveryEvent {

        /// Which way a client's message goes: outbound where the sender group relays, inbound where it accepts.
        public enum Direction {
            INBOUND,
            OUTBOUND
        }

        /// A message that this server made.
        public MessageQueued(
                Instant at,
                long mid,
                long icid,
                String from,
                long bytes,
                @Nullable String messageId,
                @Nullable String subject) {
            this(at, mid, icid, from, bytes, messageId, subject, null);
        }
    }

    /// The message was given up before it was accepted.
    record MessageAborted(Instant at, long mid, long icid, String reason) implements DeliveryEvent {
        public MessageAborted {
            reason = ShortText.of(reason, MOST_WORDS);
        }
    }

    /// All recipients have an end; the message left the queue.
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
    /// @param details such as `timeout` or `Connection refused`
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

    /// TLS is up on a delivery connection.
    ///
    /// @param daneVerified true only for DANE SUCCESS: the log line then ends in `for DOMAIN`
    record TlsSucceeded(
            Instant at,
            long dcid,
            String destination,
            String host,
            String protocol,
            String cipher,
            boolean daneVerified)
            implements DeliveryEvent {}

    /// TLS was not established, or its certificate was refused.
    ///
    /// @param required true when policy forbade going on without
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

    /// A transaction is over with at least one recipient delivered.
    record DeliveryDone(Instant at, long dcid, long mid, List<Integer> rids) implements DeliveryEvent {
        public DeliveryDone {
            rids = List.copyOf(rids);
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

    /// A soft bounce of everything else that waits for a destination: the attempt's outcome holds for all of it.
    ///
    /// @param recipients how many, beside those told one by one
    /// @param retryAt none of them is tried before
    record RecipientsDeferred(Instant at, String destination, int recipients, Trouble trouble, Instant retryAt)
            implements DeliveryEvent {}

    /// A hard bounce: the recipient is given up.
    ///
    /// @param expired true when the bounce profile's time or retries were over
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

    /// An administrator deleted recipients of a message; nobody is told.
    record RecipientsDeleted(Instant at, long mid, List<Integer> rids, String destination) implements DeliveryEvent {
        public RecipientsDeleted {
            rids = List.copyOf(rids);
        }
    }

    /// What one attempt at a destination found, with the DANE decision.
    ///
    /// @param recipients recipients the attempt was about
    /// @param trouble null when at least one recipient was delivered
    record AttemptEnded(
            Instant at,
            String destination,
            int recipients,
            Evidence evidence,
            @Nullable Trouble trouble) implements DeliveryEvent {}

    // ---- the rest -------------------------------------------------------------------------------------------------

    /// A lookup failed or was bogus while routing a destination.
    record DnsTrouble(Instant at, String destination, String name, String type, String reason)
            implements DeliveryEvent {
        public DnsTrouble {
            reason = ShortText.of(reason, MOST_WORDS);
        }
    }

    /// A line of DEBUG or TRACE detail from lookups, already in the appliance's words.
    record DnsDetail(Instant at, boolean warning, String line) implements DeliveryEvent {}

    /// An administrator did something; shown in the log.
    ///
    /// @param action what was done to what, in the log's words
    /// @param address the client's address; empty where the server acted by itself
    /// @param changes a line for each object that is otherwise now, with the values before and after and never a
    ///     secret; empty where the action says it all
    record AdministratorActed(Instant at, String user, String action, String address, String changes)
            implements DeliveryEvent {

        /// What this thread's client did.
        public AdministratorActed(Instant at, String user, String action) {
            this(at, user, action, "");
        }

        /// What this thread's client did, and what is otherwise by it.
        public AdministratorActed(Instant at, String user, String action, String changes) {
            this(at, user, action, ActingClient.address(), changes);
        }
    }

    /// The system says something about itself.
    record SystemNotice(Instant at, boolean warning, String text) implements DeliveryEvent {
        public SystemNotice {
            text = ShortText.of(text, MOST_WORDS);
        }
    }

    /// Something around the mail is not as it should be, or is again, and an administrator should hear of it.
    ///
    /// @param about the thing it is about, such as the name of a certificate
    /// @param wording a sentence or more for people
    record ConditionSeen(Instant at, Condition condition, Weight weight, String about, Wording wording)
            implements DeliveryEvent {
        /// The sentences in English, as the log has them.
        public String text() {
            return wording.english();
        }
    }

    /// What a condition is about.
    enum Condition {
        /// A DNS resolver does not answer, or does not pass DNSSEC.
        RESOLVER,
        /// A trust anchor of the root changed its state (RFC 5011 section 4), or could not be kept up to date.
        TRUST_ANCHOR,
        /// A certificate expires soon, or has.
        CERTIFICATE,
        /// A listener could not be opened.
        LISTENER
    }

    /// How much a condition matters, the most first.
    enum Weight {
        CRITICAL,
        WARNING,
        INFORMATION
    }
}
