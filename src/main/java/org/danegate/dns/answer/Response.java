package org.danegate.dns.answer;

import java.util.List;
import java.util.Optional;

/// What came with an answer besides its records. Nothing of it is signed: it explains and never decides (RFC 8914
/// section 6).
///
/// @param rcode response code of the last reply to the question itself, such as `NOERROR`; empty when there was none
/// @param authentic true when the server set AD, which counts for nothing here
/// @param errors what servers said while the answer was looked up and validated, and what our own validation found, at
/// most {@link #MOST_ERRORS}
/// @param onlySha1 true when the answer is insecure because SHA-1 signatures are set to unsupported, and for no other
/// reason
public record Response(String rcode, boolean authentic, List<ExtendedError> errors, boolean onlySha1) {

    /// The most extended errors that are kept of one lookup.
    public static final int MOST_ERRORS = 10;

    /// Nothing came.
    public static final Response NONE = new Response("", false, List.of(), false);

    public Response {
        errors = errors.stream().distinct().limit(MOST_ERRORS).toList();
    }

    /// The failure as a reason in reports (RFC 8460 section 4.3), `ede-7`: what our own validation found, otherwise
    /// what a server said first; empty when there is no extended error.
    public Optional<String> reasonCode() {
        return errors.stream()
                .filter(error -> error.server() == null)
                .findFirst()
                .or(() -> errors.stream().findFirst())
                .map(ExtendedError::reasonCode);
    }

    /// The errors of servers, each with who said it.
    public List<ExtendedError> ofServers() {
        return errors.stream().filter(error -> error.server() != null).toList();
    }
}
