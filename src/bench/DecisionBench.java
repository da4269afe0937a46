import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.QueryLog;
import org.danegate.dns.ValidatingLookup;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.IpAddressPreference;
import org.danegate.practice.PracticeNetwork;

/// How long a DANE decision takes: warm (every answer cached), cold (nothing cached: root, top level domain,
/// domain), and for a second domain whose parent keys are known. For comparison, `delv` through the same resolver, a
/// process each.
///
/// java -cp target/bench/danegate.jar src/bench/DecisionBench.java [rounds]
class DecisionBench {

    private static final DomainName DOMAIN = DomainName.parse("ok.practice");
    private static final DomainName HOST = DomainName.parse("mx.ok.practice");

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 200;
        Path folder = Files.createTempDirectory("danegate-bench");
        try (PracticeNetwork network = PracticeNetwork.start()) {
            Path anchor = folder.resolve("root.anchor");
            network.writeTrustAnchor(anchor);
            DnsSettings settings = new DnsSettings(
                    List.of(new DnsSettings.Server(
                            "127.0.0.1", network.resolver().getPort(), 0)),
                    List.of(),
                    List.of(),
                    false,
                    Duration.ofSeconds(5),
                    anchor);
            InstantSource clock = InstantSource.system();
            int port = network.deliveryPort();
            Path delvAnchors = delvAnchors(folder, anchor);

            List<Double> cold = new ArrayList<>();
            List<Double> second = new ArrayList<>();
            List<Double> delv = new ArrayList<>();
            for (int round = -50; round < rounds; round++) {
                ValidatingLookup fresh = new ValidatingLookup(() -> settings, clock, QueryLog.NONE);
                long start = System.nanoTime();
                require(fresh.a(HOST).status().name());
                long middle = System.nanoTime();
                require(fresh.a(DomainName.parse("mx.ta.practice")).status().name());
                long end = System.nanoTime();
                if (round >= 0) {
                    cold.add((middle - start) / 1e6);
                    second.add((end - middle) / 1e6);
                    if (round < 40 && delvAnchors != null) {
                        delv.add(delv(network.resolver().getPort(), delvAnchors));
                    }
                }
            }
            ValidatingLookup lookup = new ValidatingLookup(() -> settings, clock, QueryLog.NONE);
            List<Double> warm = new ArrayList<>();
            for (int round = 0; round < 60; round++) {
                int times = 2000;
                long start = System.nanoTime();
                for (int i = 0; i < times; i++) {
                    decide(lookup, port);
                }
                if (round >= 20) {
                    warm.add((System.nanoTime() - start) / 1e3 / times);
                }
            }
            print("warm decision (MX, A, AAAA, TLSA cached; plan)", "µs", warm);
            print("cold validation of an address, three levels", "ms", cold);
            print("address in another domain, keys above it known", "ms", second);
            print("delv, the same address, a process each", "ms", delv);
            if (!delv.isEmpty()) {
                System.out.printf(Locale.ROOT, "cold validation / delv: %.2f (medians)%n", median(cold) / median(delv));
            }
        }
    }

    private static void decide(ValidatingLookup lookup, int port) {
        DomainEvidence domain = new DomainEvidence(DOMAIN, lookup.mx(DOMAIN));
        HostEvidence host =
                new org.danegate.dialing.DaneGathering(lookup).host(HOST, 10, port, IpAddressPreference.PREFER_V6);
        DanePlan plan = DaneDecision.plan(DaneSupport.MANDATORY, domain, host);
        if (!(plan instanceof DanePlan.Authenticate)) {
            throw new IllegalStateException(plan.reason());
        }
    }

    private static void require(String status) {
        if (!status.equals("SECURE")) {
            throw new IllegalStateException("not SECURE but " + status);
        }
    }

    private static Path delvAnchors(Path folder, Path anchor) throws Exception {
        if (!Files.isExecutable(Path.of("/usr/bin/delv"))) {
            return null;
        }
        String[] fields = Files.readString(anchor).strip().split("\\s+");
        int n = fields.length;
        return Files.writeString(
                folder.resolve("anchors.conf"),
                "trust-anchors { . static-ds " + fields[n - 4] + " " + fields[n - 3] + " " + fields[n - 2] + " \""
                        + fields[n - 1] + "\"; };\n");
    }

    private static double delv(int port, Path anchors) throws Exception {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(
                        "delv",
                        "@127.0.0.1",
                        "-p",
                        String.valueOf(port),
                        "-a",
                        anchors.toString(),
                        "+root=.",
                        HOST.ascii(),
                        "A")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.waitFor(20, TimeUnit.SECONDS);
        return (System.nanoTime() - start) / 1e6;
    }

    private static void print(String what, String unit, List<Double> values) {
        if (values.isEmpty()) {
            System.out.println(what + ": not there");
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "%-55s median %8.2f %s, slowest %8.2f %s, %d runs%n",
                what,
                median(values),
                unit,
                Collections.max(values),
                unit,
                values.size());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
