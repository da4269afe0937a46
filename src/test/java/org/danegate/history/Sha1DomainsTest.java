package org.danegate.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.danegate.address.DomainName;
import org.danegate.console.TestTexts;
import org.danegate.console.Texts;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.Evidence;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.Provenance;
import org.danegate.dns.answer.Question;
import org.danegate.dns.answer.Response;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Lane;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.Policy;
import org.danegate.policy.Sha1Signatures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/// The advice on Network > DNS about SHA-1 signatures, over a real database.
@Tag("N-33")
class Sha1DomainsTest {

    private final DriverManagerDataSource database =
            new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private Instant now = Instant.parse("2026-03-01T00:00:00Z");
    private Sha1Domains domains;

    private Sha1Domains domains(Policy policy) throws IOException {
        return new Sha1Domains(
                new JdbcTemplate(database), CommittedPolicy.fixed(policy), () -> now, new Texts(TestTexts.bundles()));
    }

    @BeforeEach
    void table() throws IOException {
        domains = domains(Policy.defaults());
        LocaleContextHolder.setLocale(Locale.ENGLISH);
        new ResourceDatabasePopulator(new ClassPathResource("db/migration/V250__sha1_domains.sql")).execute(database);
    }

    @AfterEach
    void language() {
        LocaleContextHolder.resetLocaleContext();
    }

    @Test
    void each_domain_of_the_last_30_days_counts_once() {
        attempt("old.example", true);
        attempt("old.example", true);
        attempt("older.example", true);
        attempt("plain.example", false);
        domains.keep();
        attempt("old.example", true);
        domains.keep();
        assertThat(domains.count()).isEqualTo(2);
        assertThat(domains.beside("dns.sha1Signatures"))
                .singleElement()
                .asString()
                .startsWith("2 destinations of the last 30 days were INSECURE only because of SHA-1 signatures.");

        now = now.plus(Duration.ofDays(20));
        attempt("old.example", true);
        domains.keep();
        now = now.plus(Duration.ofDays(11));
        domains.keep();
        assertThat(domains.beside("dns.sha1Signatures"))
                .singleElement()
                .asString()
                .startsWith("1 destination of");
        assertThat(domains.beside("dns.servers")).isEmpty();
    }

    @Test
    void nothing_is_advised_where_they_are_validated() throws IOException {
        attempt("old.example", true);
        domains.keep();
        Policy before = Policy.defaults();
        Policy validating = before.with(before.dns().with(Sha1Signatures.VALIDATED));
        assertThat(domains(validating).beside("dns.sha1Signatures")).isEmpty();
    }

    private void attempt(String domain, boolean sha1) {
        DomainName name = DomainName.parse(domain);
        Provenance source = Provenance.unsigned("", "192.0.2.1", Duration.ZERO, Duration.ZERO)
                .with("", new Response("NOERROR", false, List.of(), sha1));
        DomainEvidence mx = new DomainEvidence(
                name, new Answer.Denied<MxRecord>(new Question(name, Question.RecordType.MX), false, true, source));
        Evidence evidence = new Evidence(
                domain, DaneSupport.MANDATORY, mx, null, List.of(), DaneAction.DANE_FAIL, "MX is INSECURE", now);
        domains.on(new DeliveryEvent.AttemptEnded(now, domain, Lane.PLAIN, 1, evidence, null));
    }
}
