package beside;

import java.nio.file.Path;
import java.util.List;

/// The options of the command line.
///
/// @param cases exact names or beginnings of names; empty for all
/// @param runs counted runs of each side
/// @param messages of a run
/// @param connections of the source
/// @param concurrency Danegate's connections to one destination; Postfix's default is 20
/// @param dead messages for the dead host
/// @param domains of the case `distance`
/// @param roundTrip milliseconds between gateway and receivers there, half of them in each direction
/// @param loss percent of the packets of each direction there
/// @param signed whether the domains there are in a signed zone
/// @param patience how often a disturbed run is repeated
/// @param dkim how Danegate signs mail: `none`, `rsa` or `both`
/// @param javaOptions of Danegate's virtual machine
record Options(
        List<String> cases,
        int runs,
        int messages,
        int connections,
        int concurrency,
        int dead,
        int domains,
        double roundTrip,
        double loss,
        boolean signed,
        int latencySeconds,
        int patience,
        boolean peer,
        Path keep,
        String dkim,
        List<String> javaOptions) {

    static final String HELP = """
            --cases A,B      only these: %s
                             (an exact name, or the beginning of several)
            --runs N         counted runs of each side, 3; the cases with a dead host take 1 unless given
            --messages N     of a run, 5000 (10 for each destination in `many`)
            --connections N  of the source, 20
            --concurrency N  Danegate's connections to one destination, 20 (Postfix's default)
            --dead N         messages for the dead host, 100000
            --domains N      in `distance`, 20000
            --round-trip MS  to the receivers in `distance`, 100: half of it in each direction
            --loss PERCENT   of the packets of each direction in `distance`, 1
            --signed         the domains in `distance` are in a signed zone
            --quick          1 run, 2000 messages, 5000 for the dead host, 5 s of latency
            --patience N     how often a run is repeated in which others took over 12%% of the processors, 2
            --no-peer        Danegate alone, while tuning
            --dkim KEYS      Danegate signs with `rsa` (2048) or `both` (and Ed25519); none
            --keep FOLDER    copy logs there at the end
            --java-options S options of Danegate's virtual machine, such as -XX:StartFlightRecording=...
            """;

    static Options parse(List<String> words) {
        List<String> cases = List.of();
        int runs = 0;
        int messages = 5000;
        int connections = 20;
        int concurrency = 20;
        int dead = 100_000;
        int domains = 20_000;
        double roundTrip = 100;
        double loss = 1;
        boolean signed = false;
        int latencySeconds = 30;
        int patience = 2;
        boolean peer = true;
        Path keep = null;
        String dkim = "none";
        List<String> javaOptions = List.of();
        for (var left = words.iterator(); left.hasNext(); ) {
            String word = left.next();
            switch (word) {
                case "--cases" -> cases = List.of(left.next().split(","));
                case "--runs" -> runs = Integer.parseInt(left.next());
                case "--messages" -> messages = Integer.parseInt(left.next());
                case "--connections" -> connections = Integer.parseInt(left.next());
                case "--concurrency" -> concurrency = Integer.parseInt(left.next());
                case "--dead" -> dead = Integer.parseInt(left.next());
                case "--domains" -> domains = Integer.parseInt(left.next());
                case "--round-trip" -> roundTrip = Double.parseDouble(left.next());
                case "--loss" -> loss = Double.parseDouble(left.next());
                case "--signed" -> signed = true;
                case "--patience" -> patience = Integer.parseInt(left.next());
                case "--no-peer" -> peer = false;
                case "--keep" -> keep = Path.of(left.next()).toAbsolutePath();
                case "--dkim" -> dkim = left.next();
                case "--java-options" -> javaOptions = List.of(left.next().split(" "));
                case "--quick" -> {
                    runs = 1;
                    messages = 2000;
                    dead = 5000;
                    latencySeconds = 5;
                }
                default -> throw new IllegalArgumentException(word);
            }
        }
        return new Options(
                cases,
                runs,
                messages,
                connections,
                concurrency,
                dead,
                domains,
                roundTrip,
                loss,
                signed,
                latencySeconds,
                patience,
                peer,
                keep,
                dkim,
                javaOptions);
    }

    int runsOr(int otherwise) {
        return runs == 0 ? otherwise : runs;
    }

    boolean wants(String name, List<String> all) {
        return cases.isEmpty()
                || cases.stream().anyMatch(asked -> all.contains(asked) ? asked.equals(name) : name.startsWith(asked));
    }
}
