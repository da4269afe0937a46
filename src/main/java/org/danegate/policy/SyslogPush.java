package org.danegate.policy;

import org.jspecify.annotations.Nullable;

/// Where and how a log subscription sends its lines (appliance: *Retrieval Method: Syslog Push*).
///
/// @param host name or address of the collector; empty when none is set
/// @param port 1 to 65535
/// @param framing where a message ends on TCP and TLS (RFC 6587); UDP needs none
/// @param maxSize octets of a message, {@link #LEAST_SIZE} to {@link #MOST_SIZE}; longer messages are cut
/// @param trusted PEM text of the authorities, or of the collector's own certificate, that TLS trusts; empty for the
///     authorities of the Java runtime
/// @param certificate name of the certificate that is presented when the collector asks for one; null for none
public record SyslogPush(
        String host,
        int port,
        Protocol protocol,
        Framing framing,
        Form form,
        Facility facility,
        int maxSize,
        String trusted,
        @Nullable String certificate) {

    /// Every receiver takes this many octets (RFC 5424 section 6.1).
    public static final int LEAST_SIZE = 480;

    /// The most octets of a message that fit a UDP datagram over IPv4.
    public static final int MOST_SIZE = 65_507;

    /// Receivers of TLS should take this many octets (RFC 5425 section 4.3.1).
    private static final int USUAL_SIZE = 8192;

    /// No collector; what the form begins with.
    public static SyslogPush none() {
        return new SyslogPush(
                "",
                Protocol.UDP.port(),
                Protocol.UDP,
                Framing.OCTET_COUNTING,
                Form.APPLIANCE,
                Facility.LOCAL4,
                USUAL_SIZE,
                "",
                null);
    }

    /// The way over the network.
    public enum Protocol {
        UDP(514),
        TCP(514),
        /// TCP with TLS (RFC 5425).
        TLS(6514);

        private final int port;

        Protocol(int port) {
            this.port = port;
        }

        /// The usual port.
        public int port() {
            return port;
        }
    }

    /// How a receiver finds the end of a message in a stream (RFC 6587 section 3.4).
    public enum Framing {
        /// The length in octets and a space stand before each message.
        OCTET_COUNTING,
        /// A line feed follows each message.
        LINE_FEED
    }

    /// How a line is written.
    public enum Form {
        /// `<PRI>Mmm dd HH:MM:SS NAME: Level: text`, as the appliance does.
        APPLIANCE,
        /// The same with the host name after the time (RFC 3164).
        APPLIANCE_WITH_HOST,
        /// `<PRI>1 TIME HOST NAME PROCID MSGID - text` (RFC 5424).
        RFC5424
    }

    /// The facilities with their numbers (RFC 5424 table 1).
    public enum Facility {
        KERN(0),
        USER(1),
        MAIL(2),
        DAEMON(3),
        AUTH(4),
        SYSLOG(5),
        LPR(6),
        NEWS(7),
        UUCP(8),
        CRON(9),
        AUTHPRIV(10),
        FTP(11),
        NTP(12),
        AUDIT(13),
        ALERT(14),
        CLOCK(15),
        LOCAL0(16),
        LOCAL1(17),
        LOCAL2(18),
        LOCAL3(19),
        LOCAL4(20),
        LOCAL5(21),
        LOCAL6(22),
        LOCAL7(23);

        private final int number;

        Facility(int number) {
            this.number = number;
        }

        /// The PRI of a message (RFC 5424 section 6.2.1).
        ///
        /// @param severity 0 to 7
        public int priority(int severity) {
            return number * 8 + severity;
        }
    }
}
