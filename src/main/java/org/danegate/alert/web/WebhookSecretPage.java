package org.danegate.alert.web;

import java.nio.charset.StandardCharsets;
import java.security.Principal;
import org.danegate.alert.Webhook;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/// Makes a new webhook secret and hands it out as a file, once. Nothing shows it again.
@Controller
class WebhookSecretPage {

    private static final String FILE = "danegate-webhook-secret.txt";

    private final Webhook webhook;

    WebhookSecretPage(Webhook webhook) {
        this.webhook = webhook;
    }

    @PostMapping("/system/alerts/webhook-secret")
    @PreAuthorize("hasRole('ADMINISTRATOR')")
    ResponseEntity<byte[]> renew(Principal user) {
        String secret = webhook.renewSecret(user.getName());
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_PLAIN)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(FILE).build().toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body((secret + "\n").getBytes(StandardCharsets.US_ASCII));
    }
}
