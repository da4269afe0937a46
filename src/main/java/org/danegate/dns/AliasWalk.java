package org.danegate.dns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.Provenance;
import org.danegate.dns.answer.Question;
import org.danegate.dns.answer.Signature;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Follows aliases from a question to its data, link by link.
final class AliasWalk<R extends Record, T> {

    /// The most aliases between a question and its data.
    static final int MOST_LINKS = 16;

    private static final Duration BOGUS_LIFE = Duration.ofSeconds(30);
    private static final Duration FAILED_LIFE = Duration.ofSeconds(5);

    private final Chain chain;
    private final InstantSource clock;
    private final QueryLog log;
    private final Question question;
    private final DnsWords words;
    private final RecordReader<R, T> reader;
    private final Instant start;

    /// Answers single questions.
    @FunctionalInterface
    interface Chain {
        /// Answers one question, aliases not followed.
        Verdict ask(Name name, int type);
    }

    private final List<DomainName> aliases = new ArrayList<>();
    private final WeakestLink weakest = new WeakestLink();
    private final LoneAliases loneAliases;
    private DomainName current;

    AliasWalk(Chain chain, InstantSource clock, QueryLog log, Question question, RecordReader<R, T> reader) {
        this.chain = chain;
        this.clock = clock;
        this.log = log;
        this.question = question;
        this.words = new DnsWords(question.name().ascii(), question.type().name());
        this.reader = reader;
        this.start = clock.instant();
        this.loneAliases = new LoneAliases(chain);
        this.current = question.name();
    }

    /// Follows the chain to its answer. Never throws because of a DNS answer: a name that is not a valid domain
    /// name here is a failure to resolve, not a denial.
    Answer<T> walk() {
        try {
            Answer<T> answer = steps();
            if (question.type() == Question.RecordType.CNAME) {
                tellNoAlias(answer);
            }
            return answer;
        } catch (IllegalArgumentException e) {
            return new Answer.Failed<>(
                    question,
                    Answer.Failure.MALFORMED,
                    provenance("the answer holds an unusable name: " + e.getMessage(), null, FAILED_LIFE));
        }
    }

    private void tellNoAlias(Answer<T> answer) {
        String host = question.name().ascii();
        switch (answer) {
            case Answer.Found<T> f -> {}
            case Answer.Denied<T> d -> log.line(false, DnsWords.noAlias(host, d.nameExists() ? "NoError" : "NXDomain"));
            case Answer.Bogus<T> b -> log.line(false, DnsWords.noAlias(host, ""));
            case Answer.Failed<T> f -> log.line(false, DnsWords.noAlias(host, ""));
        }
    }

    private Answer<T> steps() {
        int type = Type.value(question.type().name());
        while (aliases.size() <= MOST_LINKS) {
            Answer<T> end = switch (chain.ask(nameOf(current), type)) {
                case Verdict.Failed f -> failed(f);
                case Verdict.Bogus b -> bogus(b, type);
                case Verdict.Answered a -> answered(a, type);
            };
            if (end != null) {
                return end;
            }
        }
        return looped();
    }

    private Answer<T> failed(Verdict.Failed f) {
        if (f.failure() == Answer.Failure.SERVFAIL && loneAliases.loop(nameOf(current))) {
            return looped();
        }
        return new Answer.Failed<>(question, f.failure(), provenance(f.reason(), f.server(), FAILED_LIFE));
    }

    /// Null when the walk goes on at another name.
    private @Nullable Answer<T> bogus(Verdict.Bogus b, int type) {
        Name target = type == Type.CNAME ? null : aliasAlone(nameOf(current));
        if (target != null) {
            current = WireName.require(target);
            return null;
        }
        String server = b.server();
        log.line(
                true,
                new DnsWords(current.ascii(), question.type().name()).bogus(server == null ? "" : server, b.reason()));
        return new Answer.Bogus<>(question, provenance(b.reason(), b.server(), BOGUS_LIFE));
    }

    /// Null when the walk goes on at another name.
    private @Nullable Answer<T> answered(Verdict.Answered a, int type) {
        weakest.add(a);
        Name end = followWithin(a.message(), nameOf(current), type);
        if (aliases.size() > MOST_LINKS) {
            return looped();
        }
        List<R> records = reader.recordsOf(end, a.message());
        if (!records.isEmpty()) {
            return found(a, records, end);
        }
        if (end.equals(nameOf(current))) {
            return denied(a);
        }
        current = WireName.require(end);
        return null;
    }

    /// The target of an alias whose answer came without the data at its end; the validator takes such an answer for
    /// a denial without proof. Queried separately, the alias validates, and its target is queried next (D-11).
    private @Nullable Name aliasAlone(Name name) {
        LoneAliases.Link link = loneAliases.at(name);
        if (link == null) {
            return null;
        }
        weakest.add(link.answer());
        return follow(link.answer().message(), link.alias());
    }

    private Name follow(Message message, CNAMERecord alias) {
        Signing.of(message, alias.getName(), Type.CNAME).ifPresent(weakest::alias);
        weakest.shorten(alias.getTTL());
        aliases.add(WireName.require(alias.getTarget()));
        return alias.getTarget();
    }

    private Answer<T> looped() {
        return new Answer.Failed<>(
                question,
                Answer.Failure.ALIAS_LOOP,
                provenance("alias loop or more than " + MOST_LINKS + " aliases", null, FAILED_LIFE));
    }

    /// The last name that this message's own alias chain leads to; stray records elsewhere in it do not count.
    private Name followWithin(Message message, Name from, int type) {
        Name at = from;
        CNAMERecord alias = type == Type.CNAME ? null : LoneAliases.in(message, at);
        while (alias != null && aliases.size() <= MOST_LINKS) {
            at = follow(message, alias);
            alias = LoneAliases.in(message, at);
        }
        return at;
    }

    private Answer<T> found(Verdict.Answered a, List<R> records, Name owner) {
        records.forEach(r -> weakest.shorten(r.getTTL()));
        for (Record record : a.message().getSection(Section.ANSWER)) {
            if (record instanceof RRSIGRecord signature && signature.getName().equals(owner)) {
                weakest.sign(signature, clock.instant());
            }
        }
        List<T> values = records.stream().map(reader.value()).toList();
        boolean secure = weakest.secure();
        String status = secure ? "secure" : "insecure";
        Duration life = weakest.life();
        log.line(false, words.data(values, status, a.message().getRcode(), life));
        log.line(false, words.kept(values, status, clock.instant().plus(life)));
        Optional<Signature> own =
                Signing.of(a.message(), owner, Type.value(question.type().name()));
        return new Answer.Found<>(question, secure, values, aliases, weakest.data(a, own, elapsed()));
    }

    private Answer<T> denied(Verdict.Answered a) {
        long life = 60;
        for (Record record : a.message().getSection(Section.AUTHORITY)) {
            if (record instanceof SOARecord soa) {
                life = Math.min(soa.getTTL(), soa.getMinimum());
            }
        }
        boolean exists = a.message().getRcode() != Rcode.NXDOMAIN;
        Duration span = weakest.lifeOfDenial(life);
        log.line(false, words.data(List.of(), "", a.message().getRcode(), span));
        log.line(false, words.none(exists));
        return new Answer.Denied<>(question, weakest.secure(), exists, weakest.denial(a, span, elapsed()));
    }

    private Provenance provenance(String reason, @Nullable String server, Duration life) {
        return Provenance.unsigned(reason, server, life, elapsed());
    }

    private Duration elapsed() {
        return Duration.between(start, clock.instant());
    }

    static Name nameOf(DomainName name) {
        try {
            return Name.fromString(name.ascii() + ".");
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a DNS name: " + name, e);
        }
    }
}
