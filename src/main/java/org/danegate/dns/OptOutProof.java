package org.danegate.dns;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Checks whether an answer without signatures rests on a span of NSEC3 records with Opt-Out (RFC 5155 section 6): each
/// proof is validated by itself, over the keys that the head resolver gives.
final class OptOutProof {

    private final Validators validators;
    private final HeadResolver head;

    OptOutProof(Validators validators, HeadResolver head) {
        this.validators = validators;
        this.head = head;
    }

    /// Whether an answer rests on a span with Opt-Out: each proof validates by itself, and together they leave
    /// the name out.
    boolean covers(Message answer, Name name) {
        Name end = name;
        for (Record record : answer.getSection(Section.ANSWER)) {
            if (record instanceof CNAMERecord alias && alias.getName().equals(end)) {
                end = alias.getTarget();
            }
        }
        return (DenialProof.leavesOut(answer, end) || DenialProof.leavesOut(answer, name))
                && answer.getSectionRRsets(Section.AUTHORITY).stream()
                        .filter(set -> set.getType() == Type.NSEC3)
                        .allMatch(set -> validates(set));
    }

    private boolean validates(RRset set) {
        HeadResolver alone = new HeadResolver(
                query -> new Servers.Reply(
                        query.getQuestion().getType() == Type.NSEC3 ? answerOf(query, set) : asked(query), "proof"),
                validators.clock());
        try {
            Message judged = validators
                    .over(alone)
                    .sendAsync(Queries.of(set.getName(), Type.NSEC3), Validation.VIRTUAL)
                    .toCompletableFuture()
                    .get();
            return judged.getHeader().getFlag(Flags.AD);
        } catch (IOException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Message answerOf(Message query, RRset set) {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        set.rrs().forEach(record -> answer.addRecord(record, Section.ANSWER));
        set.sigs().forEach(signature -> answer.addRecord(signature, Section.ANSWER));
        return answer;
    }

    private Message asked(Message query) throws IOException {
        try {
            return head.sendAsync(query, Validation.VIRTUAL)
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
