package org.danegate.published;

import java.time.Duration;
import org.danegate.address.DomainName;
import org.danegate.fetch.HttpsAnswer;
import org.danegate.fetch.HttpsRequest;
import org.danegate.fetch.HttpsRequests;
import org.danegate.sts.StsPolicyFile;
import org.danegate.sts.StsTrouble;
import org.danegate.sts.StsTrouble.Kind;

/// Fetches a policy: one GET, answered with 200 and `text/plain` (RFC 8461 section 3.3).
final class PolicyFetch {

    private static final String LABEL = "mta-sts";
    private static final String PATH = "/.well-known/mta-sts.txt";
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final int OK = 200;

    /// What a fetch gave.
    sealed interface Result {

        /// A policy that may be used.
        record Good(StsPolicyFile.Valid file) implements Result {}

        /// None.
        record Bad(StsTrouble trouble) implements Result {}
    }

    private final HttpsRequests https;
    private final int port;

    /// @param port of the servers: 443, another one in a laboratory
    PolicyFetch(HttpsRequests https, int port) {
        this.https = https;
        this.port = port;
    }

    /// Blocks for a minute at most.
    Result of(DomainName domain) {
        if (!domain.takes(LABEL)) {
            return bad(Kind.FETCH, "no-name", "the name has no room for the host mta-sts");
        }
        HttpsRequest request = HttpsRequest.get(domain.prepend(LABEL), port, PATH, WITHIN, StsPolicyFile.MOST_OCTETS);
        return switch (https.make(request)) {
            case HttpsAnswer.Answered answer -> read(answer);
            case HttpsAnswer.Failed failed ->
                bad(
                        failed.step() == HttpsAnswer.Step.CERTIFICATE ? Kind.CERTIFICATE : Kind.FETCH,
                        failed.code(),
                        failed.reason());
        };
    }

    private static Result read(HttpsAnswer.Answered answer) {
        if (answer.status() != OK) {
            return bad(Kind.FETCH, "http-" + answer.status(), "the server answered with status " + answer.status());
        }
        if (!answer.mediaType().equals("text/plain")) {
            String type = answer.mediaType().isEmpty() ? "no media type" : "media type " + answer.mediaType();
            return bad(Kind.FETCH, "media-type", "the policy has " + type + " instead of text/plain");
        }
        return switch (StsPolicyFile.of(answer.body())) {
            case StsPolicyFile.Valid valid -> new Result.Good(valid);
            case StsPolicyFile.Invalid invalid ->
                new Result.Bad(new StsTrouble(Kind.POLICY, "policy-invalid", invalid.text(), invalid.lines()));
        };
    }

    private static Result bad(Kind kind, String code, String text) {
        return new Result.Bad(new StsTrouble(kind, code, text));
    }
}
