package org.danegate.tlsreports;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.danegate.address.DomainName;
import org.danegate.fetch.HttpsAnswer;
import org.danegate.fetch.HttpsRequest;
import org.danegate.fetch.HttpsRequests;
import org.danegate.tlsrpt.ReportTarget;

/// Posts reports to servers (RFC 8460 section 5.4).
final class HttpsHandover {

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final Duration AGAIN = Duration.ofMinutes(10);
    private static final int MOST_TRIES = 3;
    private static final int MOST_ANSWER = 64 * 1024;
    private static final int HTTPS = 443;

    private final HttpsRequests https;
    private final InstantSource clock;

    HttpsHandover(HttpsRequests https, InstantSource clock) {
        this.https = https;
        this.clock = clock;
    }

    /// Blocks until the server has answered, a minute or two at most.
    ///
    /// @param sending as it was written down
    /// @return its next state
    ReportSending over(ReportSending sending, byte[] packed, ReportTarget.Https to) {
        DomainName host;
        try {
            host = DomainName.parse(to.address().getHost());
        } catch (IllegalArgumentException e) {
            return sending.in(SendingState.FAILED, clock.instant(), "its host is no domain name");
        }
        return over(sending, request(host, to.address(), packed));
    }

    private static HttpsRequest request(DomainName host, URI uri, byte[] packed) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return HttpsRequest.post(
                host,
                uri.getPort() < 0 ? HTTPS : uri.getPort(),
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery(),
                new HttpsRequest.Body(PackedReport.TYPE, packed),
                WITHIN,
                MOST_ANSWER);
    }

    /// The certificate may be a bad one: the standard does not want it verified, as the report may tell of it.
    private ReportSending over(ReportSending sending, HttpsRequest request) {
        HttpsAnswer answer = https.make(request);
        if (answer instanceof HttpsAnswer.Failed failed && failed.step() == HttpsAnswer.Step.CERTIFICATE) {
            return ended(
                    sending, https.make(request.unverified()), "its certificate was not verified: " + failed.reason());
        }
        return ended(sending, answer, "");
    }

    private ReportSending ended(ReportSending sending, HttpsAnswer answer, String remark) {
        Instant now = clock.instant();
        String refusal = switch (answer) {
            case HttpsAnswer.Answered answered when answered.status() / 100 == 2 -> "";
            case HttpsAnswer.Answered answered -> "HTTP status " + answered.status();
            case HttpsAnswer.Failed failed -> failed.reason();
        };
        if (refusal.isEmpty()) {
            return sending.in(SendingState.TAKEN, now, remark);
        }
        return sending.tries() < MOST_TRIES
                ? sending.waiting(now.plus(AGAIN.multipliedBy(sending.tries())), now, refusal)
                : sending.in(SendingState.FAILED, now, refusal);
    }
}
