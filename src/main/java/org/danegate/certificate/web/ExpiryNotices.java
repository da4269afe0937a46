package org.danegate.certificate.web;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.danegate.certificate.Certificates;
import org.danegate.certificate.InstalledCertificate;
import org.danegate.certificate.Validity;
import org.danegate.console.PageNotices;
import org.danegate.console.Texts;
import org.springframework.stereotype.Component;

/// Warns above the pages of certificates, listeners, the console and global settings that a certificate expires soon or
/// has expired. Unused certificates are named only on their own page.
@Component
class ExpiryNotices implements PageNotices {

    private static final String OWN = "/network/certificates";
    private static final Set<String> USING =
            Set.of("/network/listeners", "/network/console", "/mail-policies/destinations/global");

    private final Certificates certificates;
    private final Texts texts;
    private final InstantSource clock;

    ExpiryNotices(Certificates certificates, Texts texts, InstantSource clock) {
        this.certificates = certificates;
        this.texts = texts;
        this.clock = clock;
    }

    @Override
    public List<String> on(String path) {
        if (!path.equals(OWN) && !USING.contains(path)) {
            return List.of();
        }
        Instant now = clock.instant();
        return certificates.all().stream()
                .filter(c -> path.equals(OWN) || !c.uses().isEmpty())
                .filter(c -> c.validity(now) != Validity.GOOD && c.validity(now) != Validity.NOT_YET)
                .map(c -> notice(c, now))
                .toList();
    }

    private String notice(InstalledCertificate one, Instant now) {
        return one.validity(now) == Validity.EXPIRED
                ? texts.of("certificate.notice.expired", one.name())
                : texts.of("certificate.notice.soon", one.name(), one.daysLeft(now));
    }
}
