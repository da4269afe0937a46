package org.danegate.dns;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.Question;
import org.danegate.dns.answer.Question.RecordType;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.policy.DnsSettings;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeTree;
import org.danegate.practice.ZoneStyle;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// Answers of a signed tree as they came over the wire at one moment, with the anchor that they validate to: the same
/// octets in every run, as cases of fuzzing need them. {@link #main} records them again, and the seeds with them.
final class RecordedAnswers {

    private static final String FILE = "/dns/recorded-answers.txt";
    private static final String SERVER = "192.0.2.53";

    /// A lookup, and the question under way whose answer a case gives.
    ///
    /// @param asked name and type that the lookup is for
    /// @param given the question that a case answers, the same or one on the way to its keys
    record Part(String asked, String given) {}

    /// What cases may answer; the first octet of a case is the place of one here.
    static final List<Part> PARTS = List.of(
            part("mx.ok.practice A"),
            part("_25._tcp.mx.ok.practice TLSA"),
            part("ok.practice MX"),
            part("_25._tcp.none.ok.practice TLSA"),
            part("alias.ok.practice A"),
            part("below.wild.three.practice A"),
            part("_25._tcp.none.three.practice TLSA"),
            part("_25._tcp.none.out.practice TLSA"),
            part("under.renamed.ok.practice A"),
            new Part("mx.ok.practice A", "ok.practice. DNSKEY"),
            new Part("mx.ok.practice A", "ok.practice. DS"),
            new Part("mx.ok.practice A", ". DNSKEY"));

    private final Map<String, byte[]> wires = new LinkedHashMap<>();
    private Instant moment = Instant.EPOCH;
    private String anchors = "";

    private static Part part(String asked) {
        return new Part(asked, asked.replace(" ", ". "));
    }

    static RecordedAnswers read() {
        RecordedAnswers read = new RecordedAnswers();
        try (InputStream in = Objects.requireNonNull(RecordedAnswers.class.getResourceAsStream(FILE))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n")) {
                String[] words = line.split(" ", 3);
                switch (words[0]) {
                    case "moment" -> read.moment = Instant.parse(words[1]);
                    case "anchor" -> read.anchors += line.substring("anchor ".length()) + "\n";
                    default ->
                        read.wires.put(
                                words[0] + " " + words[1], Base64.getDecoder().decode(words[2]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }

    InstantSource clock() {
        return InstantSource.fixed(moment);
    }

    /// The recorded answer to a question.
    byte[] wire(String question) {
        return Objects.requireNonNull(wires.get(question), question).clone();
    }

    /// Looks up what a part is about while one question is answered so.
    Answer<?> lookup(Part part, byte[] given) throws IOException {
        return lookup(part, query -> {
            String question = name(query);
            byte[] wire = question.equals(part.given()) ? given : wires.get(question);
            if (wire == null) {
                throw new IOException("nobody answers for " + question);
            }
            Message answer = Datagram.parse(wire);
            RelevantRecords.check(query, answer);
            return answer;
        });
    }

    /// Answers a query.
    @FunctionalInterface
    private interface Answering {
        Message answer(Message query) throws IOException;
    }

    private Answer<?> lookup(Part part, Answering answering) throws IOException {
        Servers servers = new Servers() {
            @Override
            public Reply ask(Message query) throws IOException {
                Message answer = answering.answer(query);
                answer.getHeader().setID(query.getHeader().getID());
                return new Reply(answer, SERVER);
            }

            @Override
            public List<Single> singles(Name name) {
                return List.of(new Single(SERVER, this::ask));
            }

            @Override
            public List<ServerHealth> health() {
                return List.of();
            }
        };
        Validation validation = Validation.of(servers, DnsSettings.defaults(), anchors, clock());
        String[] words = part.asked().split(" ");
        Question question = new Question(DomainName.parse(words[0]), RecordType.valueOf(words[1]));
        return switch (question.type()) {
            case A -> walk(validation, question, RecordReader.A);
            case MX ->
                walk(
                        validation,
                        question,
                        new RecordReader<>(
                                RecordType.MX, MXRecord.class, mx -> mx.getPriority() + " " + mx.getTarget()));
            case TLSA -> walk(validation, question, RecordReader.TLSA);
            case AAAA, CNAME, TXT -> throw new IllegalArgumentException(part.asked());
        };
    }

    private <R extends Record, T> Answer<T> walk(Validation validation, Question question, RecordReader<R, T> reader) {
        LookupTrace trace = new LookupTrace(Validation.VIRTUAL);
        AliasWalk.Chain chain = (name, code) -> validation.ask(name, code, trace);
        return new AliasWalk<>(chain, clock(), QueryLog.NONE, question, reader).walk();
    }

    private static String name(Message query) {
        Record question = query.getQuestion();
        return question.getName() + " " + Type.string(question.getType());
    }

    /// Records: words are the file of answers and the folders for seeds.
    public static void main(String[] words) throws IOException {
        PracticeTree tree = new PracticeTree();
        TlsaRecord tlsa = new TlsaRecord(3, 1, 1, new byte[32]);
        tree.zone("ok.practice")
                .mx(10, "mx.ok.practice")
                .address("mx.ok.practice", "192.0.2.25")
                .tlsa("mx.ok.practice", 25, tlsa)
                .cname("alias.ok.practice", "mx.ok.practice")
                .add("renamed.ok.practice", "DNAME", "wild.three.practice.");
        tree.zone("three.practice", ZoneStyle.NSEC3).address("*.wild.three.practice", "192.0.2.26");
        tree.zone("out.practice", ZoneStyle.NSEC3_OPT_OUT).address("mx.out.practice", "192.0.2.27");
        RecordedAnswers made = new RecordedAnswers();
        made.moment = Instant.now();
        made.anchors = tree.trustAnchor();
        List<String> outcomes = new ArrayList<>();
        try (PracticeDns dns = PracticeDns.start(tree)) {
            for (Part part : PARTS) {
                outcomes.add(part.asked() + ": " + made.lookup(part, query -> made.recorded(dns.address(), query)));
            }
        }
        try (PrintStream out = new PrintStream(words[0], StandardCharsets.US_ASCII)) {
            out.print("moment " + made.moment + "\n");
            made.anchors.lines().forEach(line -> out.print("anchor " + line + "\n"));
            made.wires.forEach((question, wire) ->
                    out.print(question + " " + Base64.getEncoder().encodeToString(wire) + "\n"));
        }
        for (int folder = 1; folder < words.length; folder++) {
            for (int i = 0; i < PARTS.size(); i++) {
                byte[] wire = made.wire(PARTS.get(i).given());
                byte[] seed = new byte[wire.length + 1];
                seed[0] = (byte) i;
                System.arraycopy(wire, 0, seed, 1, wire.length);
                Files.write(Path.of(words[folder], String.format("answer-%02d", i)), seed);
            }
        }
        outcomes.forEach(System.out::println);
    }

    private Message recorded(InetSocketAddress server, Message query) throws IOException {
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setEDNS(0, 1232, org.xbill.DNS.ExtendedFlags.DO, List.of());
        Message answer = resolver.send(query);
        wires.putIfAbsent(name(query), answer.toWire());
        return answer;
    }
}
