package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.danegate.certificate.CertificateFolder;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.SmtpRoute;
import org.danegate.policy.TlsSupport;
import org.danegate.practice.PracticeNetwork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The certificate of Destination Controls > Global Settings, as a receiver that asks for one sees it.
@Timeout(60)
class ClientCertificateTest {

    private static final byte[] TO_TLS = "250-here\r\n250 STARTTLS\r\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    @Test
    void the_global_certificate_is_shown_to_a_receiver_that_asks_whatever_authority_it_names() throws Exception {
        CertificateFolder own = new CertificateFolder(of("self-signed").resolve("tls"), "gate.practice");
        own.selfSigned(Instant.now());
        assertThat(seenBy("self-signed")).contains("CN=gate.practice");
    }

    @Test
    void without_one_nothing_is_shown_and_a_missing_one_is_said_in_the_log() throws Exception {
        assertThat(seenBy(null)).isEqualTo("nothing");
        assertThat(seenBy("lost"))
                .isEqualTo("nothing, and: client certificate lost is not there; none is shown to" + " receivers");
    }

    /// A folder for each gateway: mail that one could not deliver is no affair of the next.
    private Path of(@Nullable String certificate) throws IOException {
        return Files.createDirectories(folder.resolve("gateway-" + certificate));
    }

    private String seenBy(@Nullable String certificate) throws Exception {
        try (PracticeNetwork network = PracticeNetwork.start();
                ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new CertificateFolder(folder.resolve("server"), "mx.practice").selfSigned(Instant.now()),
                    new TrustManager[] {new Anyone()},
                    null);
            CompletableFuture<String> seen = CompletableFuture.supplyAsync(() -> serve(server, context));
            SmtpRoute route =
                    new SmtpRoute(null, List.of(new SmtpRoute.Host.Relay("127.0.0.1", server.getLocalPort(), 0)));
            try (EngineRig rig = new EngineRig(
                    of(certificate),
                    network,
                    EngineRig.both(
                            EngineRig.route(route),
                            p -> p.with(new DestinationControls(
                                    EngineRig.with(
                                            DestinationProfile.defaults(), TlsSupport.REQUIRED, DaneSupport.NONE),
                                    List.of(),
                                    new DestinationControls.Global(certificate, false)))))) {
                rig.relay("b@ok.practice");
                String shown = seen.get(30, TimeUnit.SECONDS);
                return shown
                        + rig.events(DeliveryEvent.SystemNotice.class).stream()
                                .map(n -> ", and: " + n.text())
                                .findFirst()
                                .orElse("");
            }
        }
    }

    private static String serve(ServerSocket server, SSLContext context) {
        try (Socket client = server.accept()) {
            client.getOutputStream().write("220 here\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1), 1);
            lines.readLine();
            client.getOutputStream().write(TO_TLS);
            lines.readLine();
            client.getOutputStream().write("220 go\r\n".getBytes(StandardCharsets.US_ASCII));
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(client, null, client.getPort(), true);
            tls.setUseClientMode(false);
            tls.setWantClientAuth(true);
            tls.startHandshake();
            return ((X509Certificate) tls.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .toString();
        } catch (SSLPeerUnverifiedException none) {
            return "nothing";
        } catch (IOException broken) {
            return "broken: " + broken;
        }
    }

    private static final class Anyone implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
