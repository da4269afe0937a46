package org.danegate.consolidated;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.ShortText;
import org.danegate.event.DkimSignature;
import org.jspecify.annotations.Nullable;

/// What became of some recipients of a message: those that shared a connection and an outcome.
///
/// @param icid 0 when Danegate made the message, or nothing is known of it
/// @param dcid 0 when no connection was opened
/// @param started when the message was begun; null when that is not known
/// @param ended when the outcome was known
/// @param message null when nothing is known of it
/// @param client null when Danegate made the message, or the client is not known
/// @param recipients their addresses, or `RID n` where one is not known
/// @param details why, for people; empty for a plain success
/// @param destination the recipients' domain; empty when the message had none yet
/// @param next the receiving host; null when there was no connection
/// @param dane null when DANE decided nothing
/// @param signatures DKIM signatures that it was delivered with
public record ConsolidatedEvent(
        long mid,
        long icid,
        long dcid,
        @Nullable Instant started,
        Instant ended,
        @Nullable Message message,
        @Nullable Client client,
        List<String> recipients,
        Act act,
        String details,
        String destination,
        @Nullable NextHost next,
        @Nullable Dane dane,
        List<DkimSignature> signatures) {

    public ConsolidatedEvent {
        recipients = List.copyOf(recipients);
        signatures = List.copyOf(signatures);
    }

    /// What happened to the recipients.
    public enum Act {
        DELIVERED,
        BOUNCED,
        /// By an SMTP route to `/dev/null`.
        DROPPED,
        /// By an administrator.
        DELETED,
        /// Before the message was accepted.
        ABORTED
    }

    /// @param from envelope sender, empty for the null sender
    /// @param bytes size as received; -1 when it was never received whole
    /// @param outbound whether it came in under RELAY; null when the server made it, or it was never received whole
    public record Message(
            String from,
            @Nullable String messageId,
            @Nullable String subject,
            long bytes,
            @Nullable Boolean outbound) {}

    /// The client that brought the message.
    ///
    /// @param host verified reverse DNS name; null when unknown
    /// @param policy `RELAY`, `ACCEPT` or `REJECT`; null when unknown
    /// @param helo its name in HELO or EHLO; empty when unknown
    /// @param tls null without TLS
    public record Client(
            String listener,
            InetAddress local,
            InetAddress address,
            @Nullable String host,
            @Nullable String policy,
            @Nullable String senderGroup,
            String helo,
            @Nullable Tls tls) {

        Client greeting(String name) {
            return new Client(listener, local, address, host, policy, senderGroup, name, tls);
        }
    }

    /// An established TLS session.
    public record Tls(String protocol, String cipher) {}

    /// The host that the message was offered to.
    ///
    /// @param tls null without TLS
    /// @param tlsFailed why TLS was not established; null when that was not tried or did not fail
    /// @param verified whether DANE verified its certificate
    /// @param reason what DANE says of its certificate; null when DANE does not check it
    /// @param record the TLSA record that matched, in presentation form; null when none did
    public record NextHost(
            String host,
            @Nullable InetAddress local,
            @Nullable InetAddress address,
            int port,
            @Nullable Tls tls,
            @Nullable String tlsFailed,
            boolean verified,
            @Nullable String reason,
            @Nullable String record) {}

    /// What DANE decided.
    ///
    /// @param success true for DANE SUCCESS, false for DANE FAIL, null when DANE left the decision to TLS Support
    /// @param record the TLSA record that matched, in presentation form; null when none did
    public record Dane(
            @Nullable Boolean success,
            String reason,
            @Nullable String record) {}

    /// How many recipients there are.
    public int count() {
        return recipients.size();
    }

    /// The same event with other words about the people in it.
    public ConsolidatedEvent about(@Nullable Message who, List<String> to, String why) {
        return new ConsolidatedEvent(
                mid, icid, dcid, started, ended, who, client, to, act, why, destination, next, dane, signatures);
    }

    /// The same event with all long texts cut, so that its line stays short.
    ///
    /// @param most characters of each text; the recipients together have four times as many
    ConsolidatedEvent within(int most) {
        Message m = message;
        Dane d = dane;
        return new ConsolidatedEvent(
                mid,
                icid,
                dcid,
                started,
                ended,
                m == null
                        ? null
                        : new Message(
                                ShortText.of(m.from(), most),
                                cut(m.messageId(), most),
                                cut(m.subject(), most),
                                m.bytes(),
                                m.outbound()),
                client,
                first(4 * most),
                act,
                ShortText.of(details, most),
                destination,
                next,
                d == null ? null : new Dane(d.success(), ShortText.of(d.reason(), most), cut(d.record(), 4 * most)),
                signatures);
    }

    private static @Nullable String cut(@Nullable String text, int most) {
        return text == null ? null : ShortText.of(text, most);
    }

    private List<String> first(int characters) {
        List<String> some = new ArrayList<>();
        int sum = 0;
        for (String recipient : recipients) {
            sum += recipient.length() + 1;
            if (sum > characters && !some.isEmpty()) {
                break;
            }
            some.add(ShortText.of(recipient, characters));
        }
        return some;
    }
}
