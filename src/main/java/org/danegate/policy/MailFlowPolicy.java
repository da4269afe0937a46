package org.danegate.policy;

import java.util.List;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.jspecify.annotations.Nullable;

/// The limits and rights of a sender group. A null limit is the listener's limit, or no limit.
///
/// @param maxConnections connections at once from one client address, 1 to 1,000
/// @param maxMessagesPerConnection messages in one connection, 1 to 100,000
/// @param maxRecipientsPerMessage 1 to 100,000
/// @param maxRecipientsPerHour recipients accepted from one client address within an hour, 1 to 1,000,000,000
/// @param maxMessageSize octets, 1 kB to 1 GB
/// @param tls TLS offered to these senders; without effect where TLS begins with the connection
/// @param honorTlsRequiredNo whether the field `TLS-Required: No` of relayed messages counts (RFC 8689 3)
/// @param honorTlsMandatory whether the field `X-ESA-CF-TLS-Mandatory` of relayed messages requires TLS; it is removed
/// @param dkimSigning whether their mail is signed, if a signing profile matches it; only with RELAY
public record MailFlowPolicy(
        String name,
        Behavior behavior,
        @Nullable Integer maxConnections,
        @Nullable Integer maxMessagesPerConnection,
        @Nullable Integer maxRecipientsPerMessage,
        @Nullable Integer maxRecipientsPerHour,
        @Nullable Long maxMessageSize,
        @Nullable ListenerTls tls,
        boolean honorTlsRequiredNo,
        boolean honorTlsMandatory,
        boolean dkimSigning) {

    /// A policy that gives no header field a meaning for TLS, and whose mail is not signed.
    public MailFlowPolicy(
            String name,
            Behavior behavior,
            @Nullable Integer maxConnections,
            @Nullable Integer maxMessagesPerConnection,
            @Nullable Integer maxRecipientsPerMessage,
            @Nullable Integer maxRecipientsPerHour,
            @Nullable Long maxMessageSize,
            @Nullable ListenerTls tls) {
        this(
                name,
                behavior,
                maxConnections,
                maxMessagesPerConnection,
                maxRecipientsPerMessage,
                maxRecipientsPerHour,
                maxMessageSize,
                tls,
                false,
                false,
                false);
    }

    /// A policy without its own limits.
    public MailFlowPolicy(String name, Behavior behavior) {
        this(name, behavior, null, null, null, null, null, null);
    }

    /// The same limits with another action.
    public MailFlowPolicy with(Behavior other) {
        return new MailFlowPolicy(
                name,
                other,
                maxConnections,
                maxMessagesPerConnection,
                maxRecipientsPerMessage,
                maxRecipientsPerHour,
                maxMessageSize,
                tls,
                honorTlsRequiredNo,
                honorTlsMandatory,
                dkimSigning);
    }

    /// RELAYED, ACCEPTED, BLOCKED.
    public static List<MailFlowPolicy> defaults() {
        return List.of(
                new MailFlowPolicy("RELAYED", Behavior.RELAY),
                new MailFlowPolicy("ACCEPTED", Behavior.ACCEPT),
                new MailFlowPolicy("BLOCKED", Behavior.REJECT));
    }

    /// The listener with this policy's limits, as these senders see it.
    public ListenerSettings over(ListenerSettings listener) {
        return listener.limitedTo(
                maxMessageSize == null ? listener.maxMessageSize() : maxMessageSize,
                maxRecipientsPerMessage == null ? listener.maxRecipients() : maxRecipientsPerMessage,
                tls == null || listener.tls() == ListenerTls.IMPLICIT ? listener.tls() : tls);
    }

    /// The action. DANE checks RELAY mail and not ACCEPT mail (seed "Mail Direction"). REJECT greets with 554;
    /// TCPREFUSE closes the connection without a word.
    public enum Behavior {
        RELAY,
        ACCEPT,
        REJECT,
        TCPREFUSE
    }
}
