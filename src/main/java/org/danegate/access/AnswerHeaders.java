package org.danegate.access;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/// Puts the headers that no answer may lack on answers that are made before the filters are asked: to malformed
/// requests, foreign host names, refused methods and bodies. Where filters answer, they find them there.
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
