package org.danegate.dns;

import static org.danegate.fuzz.Property.holds;
import static org.danegate.fuzz.Property.oneLine;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.WireParseException;

/// What is done to an answer of any octets before the validator sees it: it is read, looked through, and cut down.
/// Nothing is put in, and what is left can be read again.
public final class AnswerFuzz {

    private static final RecordedAnswers RECORDED = RecordedAnswers.read();
    private static final Instant NOW = RECORDED.clock().instant();
    private static final int[] SECTIONS = {Section.ANSWER, Section.AUTHORITY};

    private AnswerFuzz() {}

    /// @param input the first octet is left out, as in the cases of {@link ValidationFuzz}
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Message answer;
        try {
            answer = Datagram.parse(Arrays.copyOfRange(input, Math.min(1, input.length), input.length));
        } catch (WireParseException malformed) {
            return;
        }
        Record question = answer.getQuestion();
        if (question == null) {
            return;
        }
        Name name = question.getName();
        Message query = Message.newQuery(question);
        Message relevant;
        try {
            relevant = RelevantRecords.of(query, SoundRecords.of(answer, NOW));
        } catch (WireParseException otherQuestion) {
            return;
        }
        ProofsInAnswer.of(relevant, name, question.getType()).prune();
        for (int section : SECTIONS) {
            List<Record> before = answer.getSection(section);
            holds(before.containsAll(relevant.getSection(section)), "a record from nowhere");
        }
        oneLine(DenialProof.weakness(relevant, name, question.getType()));
        holds(DenialProof.iterations(relevant) >= 0, "fewer iterations than none");
        DenialProof.leavesOut(relevant, name);
        UnusableKeys keys = new UnusableKeys();
        keys.learn(name, relevant);
        Message cleaned = relevant.clone();
        keys.removeFrom(cleaned);
        holds(!keys.signed(cleaned), "still signed by a key that may not");
        relevant.getSection(Section.ANSWER).forEach(record -> WireName.read(record.getName()));
        Message again = Datagram.parse(relevant.toWire());
        for (int section : SECTIONS) {
            // OPT is never data, and the library trims its texts.
            List<Record> left = new ArrayList<>(relevant.getSection(section));
            left.removeIf(record -> record instanceof OPTRecord);
            List<Record> read = new ArrayList<>(again.getSection(section));
            read.removeIf(record -> record instanceof OPTRecord);
            holds(read.equals(left), "read again as other records");
        }
    }
}
