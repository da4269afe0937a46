package org.danegate.console;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/// Tells forms with a file how large it may be, and whether the one sent last was too large: the server does not read
/// such a request, so the form comes back by a redirection.
@ControllerAdvice(annotations = Controller.class)
class UploadLimit {

    /// What stands in the address of a form whose file was too large.
    static final String TOO_LARGE = "too-large";

    private final String most;

    /// @param most as in `application.yml`, such as `10MB`
    UploadLimit(@Value("${spring.servlet.multipart.max-file-size:10MB}") String most) {
        this.most = most;
    }

    /// @param most size that is taken, such as `10MB`
    /// @param exceeded whether the file sent last was larger
    record Upload(String most, boolean exceeded) {}

    @ModelAttribute("upload")
    Upload upload(HttpServletRequest request) {
        // Only a page's address is looked at: asking for parameters would read the file of a form.
        boolean exceeded = HttpMethod.GET.matches(request.getMethod()) && request.getParameter(TOO_LARGE) != null;
        return new Upload(most, exceeded);
    }
}
