import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.danegate.dkim.DkimSigning;
import org.danegate.dkim.MessageSigner;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.file.PolicyFile;

/// What a DKIM signature costs: processor time for one message, by size and keys, warm, on one thread.
///
/// java -cp target/bench/danegate.jar src/bench/SigningBench.java [rounds]
class SigningBench {

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 2_000;
        Path folder = Files.createTempDirectory("danegate-bench");
        key(folder.resolve("rsa2048.key.pem"), "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048");
        key(folder.resolve("rsa4096.key.pem"), "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:4096");
        key(folder.resolve("ed.key.pem"), "-algorithm", "ed25519");
        System.out.println("ms of processor time for one message, " + rounds + " rounds");
        System.out.println("| message | RSA 2048 | RSA 2048 and Ed25519 | RSA 4096 |");
        System.out.println("|---|---|---|---|");
        for (int size : List.of(4 << 10, 100 << 10, 1 << 20)) {
            byte[] message = message(size);
            System.out.println("| " + (size >> 10) + " KiB | " + figure(folder, "key: rsa2048", message, rounds) + " | "
                    + figure(folder, "key: rsa2048, secondSelector: e, secondKey: ed", message, rounds) + " | "
                    + figure(folder, "key: rsa4096", message, rounds) + " |");
        }
    }

    private static String figure(Path folder, String keys, byte[] message, int rounds) throws Exception {
        String policy = "dkim: { profiles: [ { name: a, domain: source.test, selector: s, " + keys + " } ] }";
        DkimSigning signing = DkimSigning.in(
                folder, CommittedPolicy.fixed(PolicyFile.read(policy).policy()), InstantSource.system());
        int few = Math.max(20, (int) (rounds * 4096L / message.length));
        long begun = 0;
        for (int i = -few; i < few; i++) {
            if (i == 0) {
                begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            }
            MessageSigner signer =
                    signing.signer(new ByteArrayInputStream(message)).orElseThrow();
            signer.fields(out -> out.write(message), Instant.now());
        }
        long nanos = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun) / few;
        return String.format(Locale.ROOT, "%.2f", nanos / 1e6);
    }

    private static byte[] message(int size) {
        StringBuilder text = new StringBuilder(
                "From: a@source.test\r\nTo: b@sink.test\r\nSubject: benchmark\r\nDate: now\r\nMessage-ID: <1@x>\r\n\r\n");
        while (text.length() < size) {
            text.append("The quick brown fox jumps over  the lazy dog, again and again.\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void key(Path file, String... kind) throws Exception {
        var command = new java.util.ArrayList<>(List.of("openssl", "genpkey", "-out", file.toString()));
        command.addAll(List.of(kind));
        new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
