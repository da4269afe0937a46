package org.danegate.dns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.Provenance;
import org.danegate.dns.answer.Question;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Follows aliases from a question to its data, link by link. The security status can only get worse along the way (RFC
/// 7672 2.1.3).
final class AliasWalk<R extends Record, T> {

    private static final int MOST_LINKS = 16;
    private static final Duration BOGUS_LIFE = Duration.ofSeconds(30);
    private static final Duration FAILED_LIFE = Duration.ofSeconds(5);
    private static final long LONGEST_LIFE = 86_400;

    private final Chain chain;
    private final InstantSource clock;
    private final QueryLog log;
    private final Question question;
    private final DnsWords words;
    private final Class<R> recordType;
    private final ValidatingLookup.RecordReader<R, T> reader;
    private final Instant start;

    /// Answers single questions.
    @FunctionalInterface
    interface Chain {
        /// Answers one question, aliases not followed.
        Verdict ask(Name name, int type);
    }

    private final List<DomainName> aliases = new ArrayList<>();
    private boolean secure = true;
    private long ttl = LONGEST_LIFE;
    private String insecureReason = "";
    private @Nullable String signer;
    private @Nullable String algorithm;

    AliasWalk(
            Chain chain,
            InstantSource clock,
            QueryLog log,
            Question question,
            Class<R> recordType,
            ValidatingLookup.RecordReader<R, T> reader) {
        this.chain = chain;
        this.clock = clock;
        this.log = log;
        this.question = question;
        this.words = new DnsWords(question.name().ascii(), question.type().name());
        this.recordType = recordType;
        this.reader = reader;
        this.start = clock.instant();
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
        DomainName current = question.name();
        while (aliases.size() <= MOST_LINKS) {
            Verdict result = chain.ask(nameOf(current), type);
            switch (result) {
                case Verdict.Failed f -> {
                    if (f.failure() == Answer.Failure.SERVFAIL && loops(nameOf(current))) {
                        return looped();
                    }
                    return new Answer.Failed<>(question, f.failure(), provenance(f.reason(), f.server(), FAILED_LIFE));
                }
                case Verdict.Bogus b -> {
                    Name target = type == Type.CNAME ? null : aliasAlone(nameOf(current));
                    if (target != null) {
                        current = WireName.require(target);
                        continue;
                    }
                    String server = b.server();
                    log.line(
                            true,
                            new DnsWords(current.ascii(), question.type().name())
                                    .bogus(server == null ? "" : server, b.reason()));
                    return new Answer.Bogus<>(question, provenance(b.reason(), b.server(), BOGUS_LIFE));
                }
                case Verdict.Answered a -> {
                    fall(a);
                    Name end = followWithin(a.message(), nameOf(current), type);
                    if (aliases.size() > MOST_LINKS) {
                        return looped();
                    }
                    List<R> records = dataAt(a.message(), end);
                    if (!records.isEmpty()) {
                        return found(a, records, end);
                    }
                    if (end.equals(nameOf(current))) {
                        return denied(a);
                    }
                    current = WireName.require(end);
                }
            }
        }
        return looped();
    }

    /// The target of an alias whose answer came without the data at its end; the validator takes such an answer for
    /// a denial without proof. Queried separately, the alias validates, and its target is queried next (D-11).
    private @Nullable Name aliasAlone(Name name) {
        if (chain.ask(name, Type.CNAME) instanceof Verdict.Answered a) {
            for (Record record : a.message().getSection(Section.ANSWER)) {
                if (record instanceof CNAMERecord alias && alias.getName().equals(name)) {
                    fall(a);
                    ttl = Math.min(ttl, alias.getTTL());
                    aliases.add(WireName.require(alias.getTarget()));
                    return alias.getTarget();
                }
            }
        }
        return null;
    }

    /// Whether aliases form a loop or pass through too many names; resolvers then answer SERVFAIL. Each alias is
    /// queried separately, and nothing else is learned from it.
    private boolean loops(Name from) {
        Set<Name> seen = new HashSet<>();
        Name at = from;
        while (seen.size() <= MOST_LINKS && seen.add(at)) {
            Name target = aliasAt(at);
            if (target == null) {
                return false;
            }
            at = target;
        }
        return true;
    }

    private @Nullable Name aliasAt(Name name) {
        return chain.ask(name, Type.CNAME) instanceof Verdict.Answered a
                ? a.message().getSection(Section.ANSWER).stream()
                        .filter(r -> r instanceof CNAMERecord && r.getName().equals(name))
                        .map(r -> ((CNAMERecord) r).getTarget())
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private Answer<T> looped() {
        return new Answer.Failed<>(
                question,
                Answer.Failure.ALIAS_LOOP,
                provenance("alias loop or more than " + MOST_LINKS + " aliases", null, FAILED_LIFE));
    }

    private void fall(Verdict.Answered a) {
        ttl = Math.min(ttl, a.life().toSeconds());
        if (secure && !a.secure()) {
            secure = false;
            insecureReason = a.reason();
        }
    }

    /// The last name that this message's own alias chain leads to; stray records elsewhere in it do not count.
    private Name followWithin(Message message, Name from, int type) {
        Name at = from;
        if (type == Type.CNAME) {
            return at;
        }
        boolean moved = true;
        while (moved && aliases.size() <= MOST_LINKS) {
            moved = false;
            for (Record record : message.getSection(Section.ANSWER)) {
                if (record instanceof CNAMERecord alias && alias.getName().equals(at)) {
                    at = alias.getTarget();
                    aliases.add(WireName.require(at));
                    ttl = Math.min(ttl, alias.getTTL());
                    moved = true;
                    break;
                }
            }
        }
        return at;
    }

    private List<R> dataAt(Message message, Name owner) {
        return message.getSection(Section.ANSWER).stream()
                .filter(r -> recordType.isInstance(r) && r.getName().equals(owner))
                .map(recordType::cast)
                .toList();
    }

    private Answer<T> found(Verdict.Answered a, List<R> records, Name owner) {
        records.forEach(r -> ttl = Math.min(ttl, r.getTTL()));
        for (Record record : a.message().getSection(Section.ANSWER)) {
            if (record instanceof RRSIGRecord signature && signature.getName().equals(owner)) {
                sign(signature);
            }
        }
        List<T> values = records.stream().map(reader::read).toList();
        Duration life = Duration.ofSeconds(Math.max(0, ttl));
        log.line(
                false,
                words.data(values, secure ? "secure" : "insecure", a.message().getRcode(), life));
        log.line(
                false,
                words.kept(
                        values, secure ? "secure" : "insecure", clock.instant().plus(life)));
        return new Answer.Found<>(question, secure, values, aliases, provenance(reasonOf(a), a.server(), life));
    }

    private void sign(RRSIGRecord signature) {
        ttl = Math.min(ttl, signature.getOrigTTL());
        ttl = Math.min(
                ttl, Duration.between(clock.instant(), signature.getExpire()).toSeconds());
        if (secure) {
            signer = signature.getSigner().toString(true);
            algorithm = DNSSEC.Algorithm.string(signature.getAlgorithm());
        }
    }

    private Answer<T> denied(Verdict.Answered a) {
        long life = 60;
        for (Record record : a.message().getSection(Section.AUTHORITY)) {
            if (record instanceof SOARecord soa) {
                life = Math.min(soa.getTTL(), soa.getMinimum());
            }
        }
        boolean exists = a.message().getRcode() != Rcode.NXDOMAIN;
        Duration span = Duration.ofSeconds(Math.clamp(life, 0, ttl));
        log.line(false, words.data(List.of(), "", a.message().getRcode(), span));
        log.line(false, words.none(exists));
        return new Answer.Denied<>(question, secure, exists, provenance(reasonOf(a), a.server(), span));
    }

    private String reasonOf(Verdict.Answered a) {
        return secure ? a.reason() : insecureReason;
    }

    private Provenance provenance(String reason, @Nullable String server, Duration life) {
        Duration elapsed = Duration.between(start, clock.instant());
        return new Provenance(reason, server, life, secure ? signer : null, secure ? algorithm : null, elapsed, false);
    }

    static Name nameOf(DomainName name) {
        try {
            return Name.fromString(name.ascii() + ".");
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a DNS name: " + name, e);
        }
    }
}
