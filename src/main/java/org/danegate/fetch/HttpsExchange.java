package org.danegate.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.danegate.fetch.HttpsAnswer.Answered;
import org.danegate.fetch.HttpsAnswer.Failed;
import org.danegate.fetch.HttpsAnswer.Step;
import org.danegate.trust.PublicAuthorities;

/// One request over a connection: TLS, request, answer.
final class HttpsExchange {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final int MOST_IN_LINE = 8 * 1024;
    private static final int MOST_HEADERS = 100;

    private final HttpsRequest request;
    private final Socket socket;
    private final ServerCheck check;
    private final Deadline deadline;

    /// @param socket connected
    HttpsExchange(HttpsRequest request, Socket socket, PublicAuthorities authorities, Deadline deadline) {
        this.request = request;
        this.socket = socket;
        this.check = new ServerCheck(request.host(), request.verified() ? authorities : null);
        this.deadline = deadline;
    }

    HttpsAnswer run() {
        CompletableFuture<Void> closing = deadline.closing(socket);
        try (SSLSocket secured = secured()) {
            return ask(secured);
        } catch (SSLException e) {
            return check.refusal() == null ? ended(Step.TLS, "tls", e) : certificate(check.refusal());
        } catch (HttpException e) {
            return ended(Step.HTTP, "http", e);
        } catch (IOException e) {
            return ended(check.isDone() ? Step.HTTP : Step.TLS, check.isDone() ? "http" : "tls", e);
        } finally {
            closing.cancel(false);
        }
    }

    private static Failed certificate(ServerCheck.Refusal refusal) {
        return new Failed(Step.CERTIFICATE, refusal.code(), "certificate refused: " + refusal.reason());
    }

    private HttpsAnswer ended(Step step, String code, Exception e) {
        return deadline.isOver()
                ? new Failed(
                        Step.TIME,
                        "timeout",
                        "no complete answer within " + request.within().toSeconds() + " s")
                : new Failed(step, code, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }

    private SSLSocket secured() throws IOException {
        SSLSocket secured = (SSLSocket) check.context()
                .getSocketFactory()
                .createSocket(socket, request.host().ascii(), request.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setServerNames(List.of(new SNIHostName(request.host().ascii())));
        secured.setSSLParameters(parameters);
        secured.setSoTimeout(deadline.left(request.within()));
        secured.startHandshake();
        return secured;
    }

    private HttpsAnswer ask(SSLSocket secured) throws IOException, HttpException {
        Http1Config limits = Http1Config.custom()
                .setMaxLineLength(MOST_IN_LINE)
                .setMaxHeaderCount(MOST_HEADERS)
                .build();
        try (DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(limits)) {
            connection.bind(secured);
            ClassicHttpResponse response =
                    new HttpRequestExecutor().execute(message(), connection, HttpCoreContext.create());
            return read(response);
        }
    }

    private BasicClassicHttpRequest message() {
        HttpsRequest.Body body = request.body();
        BasicClassicHttpRequest message = new BasicClassicHttpRequest(body == null ? "GET" : "POST", request.path());
        String port = request.port() == 443 ? "" : ":" + request.port();
        message.setHeader(HttpHeaders.HOST, request.host().ascii() + port);
        message.setHeader(HttpHeaders.USER_AGENT, "Danegate");
        message.setHeader(HttpHeaders.CONNECTION, "close");
        if (body != null) {
            message.setHeader(HttpHeaders.CONTENT_TYPE, body.type());
            message.setHeader(HttpHeaders.CONTENT_LENGTH, body.octets().length);
            message.setEntity(new ByteArrayEntity(body.octets(), ContentType.parse(body.type())));
        }
        return message;
    }

    private HttpsAnswer read(ClassicHttpResponse response) throws IOException {
        Header coding = response.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
        if (coding != null && !coding.getValue().equalsIgnoreCase("identity")) {
            return new Failed(Step.HTTP, "coded-body", "the body is coded: " + coding.getValue());
        }
        HttpEntity entity = response.getEntity();
        byte[] body = entity == null ? new byte[0] : octets(entity);
        if (body.length > request.mostOctets()) {
            return new Failed(Step.HTTP, "too-large", "the answer is longer than " + request.mostOctets() + " octets");
        }
        return new Answered(response.getCode(), mediaType(response), body);
    }

    private byte[] octets(HttpEntity entity) throws IOException {
        try (InputStream content = entity.getContent()) {
            return content.readNBytes(request.mostOctets() + 1);
        }
    }

    private static String mediaType(ClassicHttpResponse response) {
        Header type = response.getFirstHeader(HttpHeaders.CONTENT_TYPE);
        return type == null ? "" : type.getValue().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
