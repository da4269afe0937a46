package org.danegate.syslog;

import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.LongFunction;
import java.util.function.ObjLongConsumer;
import javax.net.ssl.SSLContext;
import org.danegate.certificate.CertificateFolder;
import org.danegate.policy.SyslogPush;
import org.danegate.policy.SyslogPush.Protocol;

/// Begins to send to collectors.
public final class Collectors {

    private final String host;
    private final ZoneId zone;
    private final CollectorTls tls;
    private final InstantSource clock;
    private final ObjLongConsumer<String> drops;

    /// @param host this host's name in the lines
    /// @param zone of times that name no zone
    /// @param certificates those that may be presented
    /// @param drops told of each log's lost lines
    public Collectors(
            String host,
            ZoneId zone,
            CertificateFolder certificates,
            InstantSource clock,
            ObjLongConsumer<String> drops) {
        this.host = host;
        this.zone = zone;
        this.tls = new CollectorTls(certificates);
        this.clock = clock;
        this.drops = drops;
    }

    /// Begins to send the lines of a log; stop it to end.
    ///
    /// @param lossLine the line that says how many lines were lost
    public SyslogTarget begin(String log, SyslogPush settings, LongFunction<SyslogMessage> lossLine) {
        // So that the number of lost lines is known to be 0.
        drops.accept(log, 0);
        return new SyslogTarget(
                log,
                settings,
                () -> open(settings),
                new SyslogForm(settings, host, zone),
                lossLine,
                number -> drops.accept(log, number),
                clock);
    }

    private LogConnection open(SyslogPush settings) throws IOException {
        if (settings.protocol() == Protocol.UDP) {
            return UdpConnection.open(settings.host(), settings.port());
        }
        SSLContext context = settings.protocol() == Protocol.TLS ? tls.context(settings) : null;
        return StreamConnection.open(settings.host(), settings.port(), settings.framing(), context);
    }
}
