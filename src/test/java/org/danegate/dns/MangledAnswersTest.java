package org.danegate.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.policy.DnsSettings;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeTree;
import org.danegate.practice.PracticeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Answers with octets changed, cut off or repeated on the way. Whatever arrives, a signed name never becomes insecure,
/// is never denied, and never has other data; nothing throws and nothing hangs.
@Timeout(120)
class MangledAnswersTest {

    private static final int ROUNDS = 1000;
    private static final int AT_ONCE = 30;
    private static final DomainName HOST = DomainName.parse("mx.ok.practice");
    private static final DomainName OWNER = DomainName.parse("_25._tcp.mx.ok.practice");
    private static final DomainName NONE = DomainName.parse("_25._tcp.other.ok.practice");
    private static final TlsaRecord RIGHT = new TlsaRecord(3, 1, 1, new byte[32]);

    @Test
    void mangled_answers_never_become_wrong_ones__D04_D22_D24(@TempDir Path folder) throws Exception {
        PracticeTree tree = new PracticeTree();
        PracticeZone zone = tree.zone("ok.practice").mx(10, "mx.ok.practice");
        zone.address("mx.ok.practice", "192.0.2.25").tlsa("mx.ok.practice", 25, RIGHT);
        Path anchor = folder.resolve("root.anchor");
        tree.writeTrustAnchor(anchor);
        List<Future<List<String>>> rounds = new ArrayList<>();
        try (PracticeDns dns = PracticeDns.start(tree);
                ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int seed = 0; seed < ROUNDS; seed++) {
                int number = seed;
                rounds.add(threads.submit(() -> round(dns.address(), anchor, number)));
            }
        }
        List<String> wrong = new ArrayList<>();
        for (Future<List<String>> round : rounds) {
            wrong.addAll(round.get());
        }
        assertThat(wrong).isEmpty();
    }

    private static List<String> round(InetSocketAddress real, Path anchor, int seed) throws Exception {
        try (AnswerForger mangler = new AnswerForger(real, new Spoiler(new Random(seed))::spoil)) {
            DnsSettings settings = new DnsSettings(
                    List.of(new DnsSettings.Server("127.0.0.1", mangler.port(), 0)),
                    List.of(),
                    List.of(),
                    false,
                    Duration.ofMillis(100),
                    anchor);
            ValidatingLookup lookup = new ValidatingLookup(() -> settings, InstantSource.system(), QueryLog.NONE);
            List<String> wrong = new ArrayList<>();
            judge(seed, lookup.a(HOST), InetAddress.getByName("192.0.2.25"), wrong);
            judge(seed, lookup.tlsa(OWNER), RIGHT, wrong);
            judgeDenial(seed, lookup.tlsa(NONE), wrong);
            return wrong;
        }
    }

    private static <T> void judge(int seed, Answer<T> answer, T truth, List<String> wrong) {
        boolean fine = switch (answer) {
            case Answer.Found<T> f -> f.secure() && f.records().equals(List.of(truth));
            case Answer.Denied<T> d -> false;
            case Answer.Bogus<T> b -> true;
            case Answer.Failed<T> f -> true;
        };
        if (!fine) {
            wrong.add("seed " + seed + ": " + answer);
        }
    }

    private static void judgeDenial(int seed, Answer<TlsaRecord> answer, List<String> wrong) {
        boolean fine = switch (answer) {
            case Answer.Found<TlsaRecord> f -> false;
            case Answer.Denied<TlsaRecord> d -> d.secure();
            case Answer.Bogus<TlsaRecord> b -> true;
            case Answer.Failed<TlsaRecord> f -> true;
        };
        if (!fine) {
            wrong.add("seed " + seed + ": " + answer);
        }
    }

    /// Spoils about every other answer.
    private record Spoiler(Random random) {

        byte[] spoil(byte[] answer) {
            switch (random.nextInt(6)) {
                case 0 -> {
                    return Arrays.copyOf(answer, 12 + random.nextInt(answer.length - 12));
                }
                case 1 -> flip(answer, 1);
                case 2 -> flip(answer, 10);
                default -> {
                    return answer;
                }
            }
            return answer;
        }

        /// The first two octets stay: with another id it would be no answer at all.
        private void flip(byte[] answer, int times) {
            for (int i = 0; i < times; i++) {
                answer[2 + random.nextInt(answer.length - 2)] ^= (byte) (1 << random.nextInt(8));
            }
        }
    }
}
