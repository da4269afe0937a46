package beside;

import java.nio.file.Path;
import java.util.function.IntSupplier;

/// Runs the case `distance` for both servers in turn, each started for its run. Both have sent mail to hosts nearby
/// before, as a server in service has, and none to the distant ones.
///
/// @param folder for everything
/// @param nearby the sink without a line
/// @param nextRun gives each run a number of its own
record DistanceCase(Options options, Path folder, Network network, SinkControl nearby, IntSupplier nextRun) {

    private static final int WARM_UPS = 4;
    private static final int POSTFIX_WARM_UP = 500;
    /// Seconds between two looks at the memory: they cost something where there are a thousand processes.
    private static final int LOOKS = 1;

    private static final int LOOKS_AT_PROCESSES = 5;

    /// Starts Danegate in a new folder of that name.
    @FunctionalInterface
    interface Starter {
        MailServer start(String name) throws Exception;
    }

    void run(FarDomains domains, Starter danegate, DistanceReport report) throws Exception {
        WarmNames.ask(domains);
        try (FarSide far = FarSide.start(folder.resolve("far"), network, options.roundTrip(), options.loss())) {
            System.out.println("distance: the receivers are behind " + far.kind());
            Distance distance = new Distance(domains, far);
            for (int round = 0; round < options.runsOr(1); round++) {
                if (options.peer()) {
                    report.add(false, postfix(distance, "postfix-distance" + round));
                }
                report.add(true, danegate(distance, danegate, "danegate-distance" + round));
            }
        }
    }

    private Distance.Outcome postfix(Distance distance, String name) throws Exception {
        try (MailServer server = Postfix.start(folder.resolve(name), Postfix.RAISED)) {
            Throughput.run(
                    server, nearby, nextRun.getAsInt(), n -> "clear.test", POSTFIX_WARM_UP, options.connections());
            return distance.run(server, nextRun.getAsInt(), options.connections(), LOOKS_AT_PROCESSES);
        }
    }

    /// A virtual machine compiles what it runs often.
    private Distance.Outcome danegate(Distance distance, Starter danegate, String name) throws Exception {
        try (MailServer server = danegate.start(name)) {
            for (int i = 0; i < WARM_UPS; i++) {
                Throughput.run(
                        server,
                        nearby,
                        nextRun.getAsInt(),
                        Places::manyDomain,
                        options.messages(),
                        options.connections());
            }
            return distance.run(server, nextRun.getAsInt(), options.connections(), LOOKS);
        }
    }
}
