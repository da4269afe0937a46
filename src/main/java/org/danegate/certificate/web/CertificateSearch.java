package org.danegate.certificate.web;

import java.util.List;
import java.util.stream.Stream;
import org.danegate.certificate.Certificates;
import org.danegate.certificate.InstalledCertificate;
import org.danegate.console.SearchGroup;
import org.danegate.console.SearchHit;
import org.danegate.console.SearchHit.Certainty;
import org.danegate.console.SearchTarget;
import org.danegate.console.SearchWords;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Finds certificates by their names, subjects and host names.
@Component
@Order(90)
class CertificateSearch implements SearchTarget {

    private static final String PAGE = "/network/certificates";

    private final Certificates certificates;

    CertificateSearch(Certificates certificates) {
        this.certificates = certificates;
    }

    @Override
    public List<SearchGroup> find(SearchWords words) {
        List<SearchHit> hits = certificates.all().stream()
                .filter(one -> texts(one).anyMatch(words::in))
                .map(one -> hit(one, words))
                .toList();
        return List.of(SearchGroup.of("menu.network.certificates", PAGE, hits));
    }

    private static Stream<String> texts(InstalledCertificate one) {
        return Stream.concat(Stream.of(one.name(), one.subject()), one.alternatives().stream());
    }

    private static SearchHit hit(InstalledCertificate one, SearchWords words) {
        return new SearchHit(
                one.name(),
                one.subject(),
                SearchHit.address(PAGE + "/details/{value}", one.name()),
                words.equal(one.name()) ? Certainty.NAMED : Certainty.PART);
    }
}
