package org.danegate.console.web;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// The description of the API for scripts (OpenAPI 3.1), as a document and as a page. The document is a file that a
/// test holds to the server: writing it at run time would cost each server memory for libraries that only it needs.
@Controller
class ApiDocument {

    private final Resource document = new ClassPathResource("openapi.json");

    @GetMapping(path = "/v3/api-docs", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Resource> document() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .contentType(MediaType.APPLICATION_JSON)
                .body(document);
    }

    @GetMapping("/swagger-ui")
    String page() {
        return "console/api";
    }

    @GetMapping("/swagger-ui/index.html")
    String usualAddress() {
        return "redirect:/swagger-ui";
    }
}
