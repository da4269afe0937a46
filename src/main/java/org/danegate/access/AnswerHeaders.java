package org.danegate.access;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/// Adds the mandatory headers to answers that are made before the filters run: to malformed requests, foreign host
/// names, refused methods and bodies. When filters run afterwards, they find these headers set.
final class AnswerHeaders extends ValveBase {

    AnswerHeaders() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", WebSecurity.CONTENT_SECURITY_POLICY);
        getNext().invoke(request, response);
    }
}
