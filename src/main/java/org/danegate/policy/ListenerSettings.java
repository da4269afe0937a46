package org.danegate.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An SMTP listener and its Host Access Table.
///
/// @param address local address to bind, as text
/// @param port 1 to 65535; 0 binds any free port (tests)
/// @param maxMessageSize octets, offered as SIZE (RFC 1870)
/// @param maxRecipients per message
/// @param certificate name of the server certificate, null for none
/// @param senderGroups first match wins; a group with sender ALL ends the list
/// @param outgoingInterface name of the IP interface that its mail uses, null for the default one
/// @param addressParsing how MAIL FROM and RCPT TO are read
/// @param crLfHandling what happens to a message with a bare CR or LF
/// @param auth whether senders may or must authenticate (RFC 4954), which they can only under TLS
/// @param authPolicy name of the mail flow policy of a sender that has authenticated; null when nobody can
/// @param proxyNetworks addresses and CIDR blocks of proxies; when there are any, each connection must come from one
///     and begin with a header of the PROXY protocol that names the client
public record ListenerSettings(
        String name,
        String address,
        int port,
        long maxMessageSize,
        int maxRecipients,
        ListenerTls tls,
        @Nullable String certificate,
        List<SenderGroup> senderGroups,
        @Nullable String outgoingInterface,
        AddressParsing addressParsing,
        CrLfHandling crLfHandling,
        Authentication auth,
        @Nullable String authPolicy,
        List<String> proxyNetworks) {

    public ListenerSettings {
        senderGroups = List.copyOf(senderGroups);
        proxyNetworks = List.copyOf(proxyNetworks);
    }

    /// A listener with strict parsing whose mail leaves by the default interface.
    public ListenerSettings(
            String name,
            String address,
            int port,
            long maxMessageSize,
            int maxRecipients,
            ListenerTls tls,
            @Nullable String certificate,
            List<SenderGroup> senderGroups) {
        this(
                name,
                address,
                port,
                maxMessageSize,
                maxRecipients,
                tls,
                certificate,
                senderGroups,
                null,
                AddressParsing.STRICT,
                CrLfHandling.REJECT,
                Authentication.NONE,
                null,
                List.of());
    }

    /// The same listener with other limits.
    ListenerSettings limitedTo(long newMaxMessageSize, int newMaxRecipients, ListenerTls newTls) {
        return new ListenerSettings(
                name,
                address,
                port,
                newMaxMessageSize,
                newMaxRecipients,
                newTls,
                certificate,
                senderGroups,
                outgoingInterface,
                addressParsing,
                crLfHandling,
                auth,
                authPolicy,
                proxyNetworks);
    }

    /// OutgoingMail on 127.0.0.1:2525; loopback may relay, nobody else.
    public static ListenerSettings defaults() {
        return new ListenerSettings(
                "OutgoingMail",
                "127.0.0.1",
                2525,
                20L * 1024 * 1024,
                1000,
                ListenerTls.PREFERRED,
                null,
                List.of(
                        new SenderGroup("RELAYLIST", List.of("127.0.0.0/8", "::1"), "RELAYED"),
                        new SenderGroup("ALL", List.of("ALL"), "BLOCKED")));
    }

    /// How addresses of the envelope are read (appliance: SMTP Address Parsing Options).
    public enum AddressParsing {
        /// As RFC 5321 4.1.2 defines them; spaces after the colon are accepted.
        STRICT,
        /// Also with dots anywhere in the local part, without angle brackets or in several, and with comments.
        LOOSE
    }

    /// What happens to a message with a CR or LF that is not part of a CRLF (appliance: CR and LF Handling). The
    /// message is never passed on unchanged: two readers could disagree on where it ends.
    public enum CrLfHandling {
        /// The message is refused.
        REJECT,
        /// Each becomes CRLF.
        CLEAN
    }

    /// TLS offered to senders.
    public enum ListenerTls {
        NONE,
        /// STARTTLS is offered.
        PREFERRED,
        /// No mail is accepted before STARTTLS.
        REQUIRED,
        /// TLS begins with the connection, as on port 465 (RFC 8314 section 3.3). A mail flow policy cannot say
        /// so.
        IMPLICIT
    }

    /// Whether senders authenticate (RFC 4954). AUTH is offered only under TLS.
    public enum Authentication {
        NONE,
        /// Senders may, for the rights of {@link ListenerSettings#authPolicy}.
        OFFERED,
        /// No mail is accepted before (RFC 6409 section 4.3).
        REQUIRED
    }

    /// Senders that share a mail flow policy.
    ///
    /// @param senders addresses, CIDR blocks, or `ALL`
    /// @param policy name of a mail flow policy
    public record SenderGroup(String name, List<String> senders, String policy) {
        public SenderGroup {
            senders = List.copyOf(senders);
        }
    }
}
