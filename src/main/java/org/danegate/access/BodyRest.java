package org.danegate.access;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.coyote.ActionCode;

/// Handles the unread rest of a body once its request is answered: a stranger's is cut off when it is more than a
/// little.
final class BodyRest {

    private BodyRest() {}

    /// @param announced length of the body in octets; negative when it was not announced
    static void finish(Request request, Response response, long announced, RequestBody body) throws IOException {
        AtomicBoolean whole = new AtomicBoolean();
        request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, whole);
        if (whole.get() || request.isAsync()) {
            return;
        }
        if (body.most() > ConsoleLimits.STRANGERS_BODY) {
            // The error page is written later; Tomcat then reads a little.
            if (!response.isErrorReportRequired()) {
                response.finishResponse();
                body.drop(ConsoleLimits.DROPPED_OF_UPLOADS);
            }
        } else if (announced < 0 || announced > ConsoleLimits.DROPPED_OF_STRANGERS) {
            cutOff(request, response);
        }
    }

    /// The connector turns the cut-off into an error, so the answer must be sent before and remain the only one.
    private static void cutOff(Request request, Response response) throws IOException {
        boolean answered = !response.isErrorReportRequired();
        if (answered) {
            // A redirect suspends further output.
            response.setSuspended(false);
            response.finishResponse();
        }
        request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        if (answered) {
            response.setErrorReported();
        }
    }
}
