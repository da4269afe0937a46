package org.danegate.words.word;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.danegate.monitor.Destination;
import org.danegate.operations.DestinationDesk;
import org.danegate.words.NotRun;
import org.danegate.words.Run;
import org.danegate.words.Word;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hostrate`: one destination again and again, with what changed meanwhile.
@Command(name = "hostrate", description = "watches one destination; Ctrl-C ends it")
final class HostRateWord implements Word {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final int LINES_BETWEEN_HEADS = 20;

    @Parameters(index = "0", arity = "0..1", paramLabel = "DOMAIN", description = "recipient domain")
    private @Nullable String domain;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "SECONDS",
            description = "between two lines, 1 to 3600; 10 when not given")
    private @Nullable String seconds;

    @Option(names = "--count", paramLabel = "N", description = "ends after N lines")
    private int count;

    @Mixin
    private Form form = new Form();

    /// Figures at one moment.
    private record Sample(String status, long connections, long active, long delivered, long hard, long soft) {

        private static final Sample NONE = new Sample("unknown", 0, 0, 0, 0, 0);

        static Sample of(Destination d) {
            return new Sample(
                    d.count().hostStatus().label().toLowerCase(Locale.ROOT),
                    d.count().connectionsOut(),
                    d.backlog().activeRecipients(),
                    d.count().deliveredRecipients(),
                    d.count().hardBouncedRecipients(),
                    d.count().softBouncedEvents());
        }
    }

    @Override
    public int run(Run run) throws NotRun, InterruptedException {
        String name = DestinationDesk.destination(run.argument(domain, "Recipient host:\n", "", "DOMAIN"));
        int pause = pause(run.argument(seconds, "Enter the number of seconds between displays.\n", "10", "SECONDS"));
        if (!run.screen().follows() && count < 1) {
            throw new NotRun("hostrate needs --count N where the answer is sent as a whole");
        }
        Sample before = sample(name, run);
        for (int line = 0; count < 1 || line < count; line++) {
            if (line > 0 && run.screen().endedWithin(Duration.ofSeconds(pause))) {
                return 0;
            }
            Sample now = sample(name, run);
            show(line, before, now, run);
            before = now;
        }
        return 0;
    }

    private static int pause(String text) throws NotRun {
        if (text.matches("\\d{1,4}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 3600) {
            return Integer.parseInt(text);
        }
        throw new NotRun("SECONDS is a number from 1 to 3600");
    }

    private static Sample sample(String name, Run run) {
        return run.rooms().delivery().find(name).map(Sample::of).orElse(Sample.NONE);
    }

    private void show(int line, Sample before, Sample now, Run run) {
        Instant at = run.now();
        if (form.json()) {
            run.jsonLine(tree(at, before, now));
            return;
        }
        if (line % LINES_BETWEEN_HEADS == 0) {
            run.line("    Time    Host CrtCncOut  ActvRcp  ActvRcp   DlvRcp HrdBncRcp SftBncEvt");
            run.line("          Status                       Delta    Delta     Delta     Delta");
        }
        run.line(String.format(
                "%s %7s %9d %8d %8d %8d %9d %9d",
                TIME.withZone(run.rooms().zone()).format(at),
                now.status(),
                now.connections(),
                now.active(),
                now.active() - before.active(),
                now.delivered() - before.delivered(),
                now.hard() - before.hard(),
                now.soft() - before.soft()));
    }

    private static Map<String, Object> tree(Instant at, Sample before, Sample now) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("at", at);
        tree.put("hostStatus", now.status());
        tree.put("connectionsOut", now.connections());
        tree.put("activeRecipients", now.active());
        tree.put("activeRecipientsDelta", now.active() - before.active());
        tree.put("deliveredRecipientsDelta", now.delivered() - before.delivered());
        tree.put("hardBouncedRecipientsDelta", now.hard() - before.hard());
        tree.put("softBouncedEventsDelta", now.soft() - before.soft());
        return tree;
    }
}
