package org.danegate.runs;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dns.DnsLookup;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.Question;
import org.danegate.dns.answer.Question.RecordType;
import org.danegate.dns.status.SeparateLookups;
import org.danegate.dns.status.SeparateLookups.Single;

/// Asks each configured resolver the questions of a verification for MX and TLSA, all resolvers at once, and compares
/// their answers. Mail asks one resolver or another, so a difference decides what becomes of it. Thread-safe.
final class ResolverComparison {

    /// Most TLSA questions for a domain.
    static final int MOST_TLSA = 5;

    private static final Executor VIRTUAL =
            task -> Thread.ofVirtual().name("resolver-comparison").start(task);

    private final Function<DomainName, List<Single>> resolvers;

    ResolverComparison(SeparateLookups lookups) {
        this(lookups::of);
    }

    /// @param resolvers the resolvers that may be asked for a name
    ResolverComparison(Function<DomainName, List<Single>> resolvers) {
        this.resolvers = resolvers;
    }

    /// A warning for each question that two resolvers answer differently. Blocks for some seconds when a resolver
    /// is silent; asks nothing when there is only one.
    List<Warning> warnings(DomainName domain, Evidence evidence) {
        List<Warning> found = new ArrayList<>();
        for (Question question : questions(domain, evidence)) {
            difference(question).ifPresent(found::add);
        }
        return found;
    }

    private static List<Question> questions(DomainName domain, Evidence evidence) {
        LinkedHashSet<Question> asked = new LinkedHashSet<>();
        evidence.hosts().stream()
                .map(HostResult::dns)
                .filter(Objects::nonNull)
                .flatMap(host -> host.tlsa().stream())
                .map(lookup -> lookup.answer().question())
                .forEach(asked::add);
        return Stream.concat(
                        Stream.of(new Question(domain, RecordType.MX)),
                        asked.stream().limit(MOST_TLSA))
                .toList();
    }

    private Optional<Warning> difference(Question question) {
        List<Single> asked = resolvers.apply(question.name());
        List<ResolverAnswer> answers = asked.size() < 2 ? List.of() : answers(asked, question);
        return answers.stream()
                .filter(other -> !other.agreesWith(answers.getFirst()))
                .findFirst()
                .map(other -> warning(question, answers.getFirst(), other));
    }

    private static List<ResolverAnswer> answers(List<Single> asked, Question question) {
        List<CompletableFuture<Optional<ResolverAnswer>>> running = asked.stream()
                .map(one -> CompletableFuture.supplyAsync(() -> ask(one, question), VIRTUAL))
                .toList();
        return running.stream()
                .map(CompletableFuture::join)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Warning warning(Question question, ResolverAnswer one, ResolverAnswer other) {
        String answers = question.type() + ": " + one.against(other) + "; " + other.against(one);
        return new Warning(Warning.Kind.RESOLVERS_DISAGREE, question.name().ascii(), null, answers);
    }

    /// A failure is asked for once more: a lost packet is no difference.
    private static Optional<ResolverAnswer> ask(Single one, Question question) {
        Answer<?> answer = ask(one.lookup(), question);
        Answer<?> last = answer instanceof Answer.Failed<?> ? ask(one.lookup(), question) : answer;
        return ResolverAnswer.of(one.resolver(), last);
    }

    private static Answer<?> ask(DnsLookup lookup, Question question) {
        return question.type() == RecordType.MX ? lookup.mx(question.name()) : lookup.tlsa(question.name());
    }
}
