package org.danegate.console;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/// Gives forms with a file the size limit, and whether the last file was too large. The server does not read such a
/// request, so the form comes back through a redirect.
@ControllerAdvice(annotations = Controller.class)
class UploadLimit {

    /// Query parameter in the address of a form whose file was too large.
    static final String TOO_LARGE = "too-large";

    private final String most;

    /// @param most as in `application.yml`, such as `10MB`
    UploadLimit(@Value("${spring.servlet.multipart.max-file-size:10MB}") String most) {
        this.most = most;
    }

    /// @param most largest size accepted, such as `10MB`
    /// @param exceeded whether the last file was larger
    record Upload(String most, boolean exceeded) {}

    @ModelAttribute("upload")
    Upload upload(HttpServletRequest request) {
        // The parameter is only read for a page's address: for a form, reading parameters would read the file.
        boolean exceeded = HttpMethod.GET.matches(request.getMethod()) && request.getParameter(TOO_LARGE) != null;
        return new Upload(most, exceeded);
    }
}
