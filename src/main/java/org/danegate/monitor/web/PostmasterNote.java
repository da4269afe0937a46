package org.danegate.monitor.web;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.CertificateFacts;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.HostEvidence.TlsaLookup;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.monitor.Attempt;
import org.danegate.monitor.AttemptPath;
import org.danegate.monitor.PathStep;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// Writes the note to a postmaster: what was seen, when, by whom, under which rule, and how to check it by hand.
final class PostmasterNote {

    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
    private static final int MOST_RECORDS = 8;

    private final Attempt attempt;
    private final Evidence evidence;
    private final AttemptPath path;
    private final Function<Wording, String> words;
    private final @Nullable HostResult host;
    private final List<String> lines = new ArrayList<>();

    private PostmasterNote(Attempt attempt, Function<Wording, String> words) {
        this.attempt = attempt;
        this.evidence = attempt.evidence();
        this.path = AttemptPath.of(evidence, attempt.trouble());
        this.words = words;
        this.host = evidence.hosts().stream()
                .filter(h -> h.host().equals(path.host()))
                .reduce((first, second) -> second)
                .orElse(null);
    }

    /// Empty when the attempt did not fail.
    ///
    /// @param sender host name of this gateway
    /// @param words puts a sentence into the language of the note
    static String of(Attempt attempt, String sender, Function<Wording, String> words) {
        PostmasterNote note = new PostmasterNote(attempt, words);
        return note.path.broken().map(step -> note.about(step, sender)).orElse("");
    }

    private String about(PathStep step, String sender) {
        add(Wording.of("why.note.subject", sender, evidence.destination()));
        lines.add("");
        add(Wording.of("why.note.begin", sender, evidence.destination()));
        lines.add("");
        lines.add(words.apply(step.says()));
        lines.add("");
        add(Wording.of("why.note.facts"));
        facts(step);
        lines.add("");
        add(Wording.of("why.note.rules"));
        lines.add("  " + Rules.of(step.name()));
        lines.add("");
        add(Wording.of("why.note.check"));
        new HandChecks(evidence, host).lines().forEach(line -> lines.add("  " + line));
        lines.add("");
        add(Wording.of("why.note.end"));
        return String.join("\n", lines) + "\n";
    }

    private void facts(PathStep step) {
        fact(Wording.of("why.note.time"), UTC.format(attempt.at()));
        fact(Wording.of("why.note.domain"), evidence.destination());
        mx();
        HostResult at = host;
        if (at != null) {
            fact(Wording.of("why.note.host"), at.host());
            at.addresses()
                    .forEach(a ->
                            fact(Wording.of("why.note.address"), a.address().getHostAddress() + " port " + a.port()));
            tlsa(at);
            certificate(at);
        }
        if (!step.prose().isEmpty()) {
            fact(Wording.of("why.note.seen"), step.prose());
        }
        if (attempt.trouble() != null && !attempt.trouble().code().equals("000")) {
            fact(Wording.of("why.note.reply"), attempt.trouble().text());
        }
    }

    private void mx() {
        if (evidence.domain() == null) {
            return;
        }
        Answer<MxRecord> mx = evidence.domain().mx();
        fact(Wording.of("why.note.mx"), mx.status().name() + resolver(mx));
        if (mx instanceof Answer.Found<MxRecord> found) {
            found.records().stream()
                    .limit(MOST_RECORDS)
                    .forEach(r -> lines.add("    " + r.preference() + " " + r.target()));
        }
    }

    private void tlsa(HostResult at) {
        if (at.dns() == null) {
            return;
        }
        for (TlsaLookup lookup : at.dns().tlsa()) {
            Answer<TlsaRecord> answer = lookup.answer();
            fact(
                    Wording.of("why.note.tlsa"),
                    answer.question().name().ascii() + " " + answer.status().name() + resolver(answer));
            if (answer instanceof Answer.Found<TlsaRecord> found) {
                found.records().stream().limit(MOST_RECORDS).forEach(r -> lines.add("    " + r.text()));
            }
        }
    }

    private static String resolver(Answer<?> answer) {
        String resolver = answer.provenance().resolver();
        return resolver == null ? "" : " (" + resolver + ")";
    }

    private void certificate(HostResult at) {
        at.addresses().stream()
                .map(Evidence.AddressResult::tls)
                .filter(tls -> tls != null && !tls.chain().isEmpty())
                .reduce((first, second) -> second)
                .ifPresent(tls -> shown(tls.chain().getFirst()));
    }

    private void shown(CertificateFacts c) {
        fact(Wording.of("why.note.certificate"), c.subject());
        fact(Wording.of("why.note.valid"), UTC.format(c.notBefore()) + " – " + UTC.format(c.notAfter()));
        fact(Wording.of("why.note.sha-certificate"), c.sha256());
        fact(Wording.of("why.note.sha-key"), c.spkiSha256());
    }

    private void add(Wording sentence) {
        lines.add(words.apply(sentence));
    }

    private void fact(Wording name, String value) {
        lines.add("  " + words.apply(name) + ": " + value);
    }

    /// The sections that bind both sides.
    private static final class Rules {

        private Rules() {}

        static String of(PathStep.Name step) {
            return switch (step) {
                case POLICY, MX -> "RFC 5321 5.1, RFC 7505 3, RFC 7672 2.2.1, RFC 4035 5";
                case ADDRESS -> "RFC 5321 5.1, RFC 7672 2.2.2, RFC 4035 5";
                case TLSA -> "RFC 6698 2.1, RFC 7671 5, RFC 7672 2.1 and 3.1, RFC 4035 5";
                case STS -> "RFC 8461 3.2 and 4";
                case CONNECT -> "RFC 5321 3.1, 4.2.1 and 4.5.4";
                case STARTTLS -> "RFC 3207 4, RFC 7672 2.2";
                case CERTIFICATE -> "RFC 7671 5 and 8.1, RFC 7672 3.1 and 3.2";
                case ACCEPTED -> "RFC 5321 4.2.1 and 4.3.2, RFC 3463";
            };
        }
    }
}
