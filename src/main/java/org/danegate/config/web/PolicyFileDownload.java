package org.danegate.config.web;

import java.nio.charset.StandardCharsets;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/// Answers with a policy file for the browser to save.
final class PolicyFileDownload {

    private PolicyFileDownload() {}

    /// @param name file name for the browser
    /// @param document the policy file
    static ResponseEntity<byte[]> of(String name, String document) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/yaml"))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .body(document.getBytes(StandardCharsets.UTF_8));
    }
}
