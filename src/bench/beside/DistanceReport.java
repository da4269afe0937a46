package beside;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What the case `distance` measured, as Markdown on standard output.
final class DistanceReport {

    private static final double RATE_GOAL = 10;
    private static final long MEMORY_GOAL = 400;

    private final List<Distance.Outcome> postfix = new ArrayList<>();
    private final List<Distance.Outcome> danegate = new ArrayList<>();

    void add(boolean own, Distance.Outcome one) {
        (own ? danegate : postfix).add(one);
        System.out.printf(
                Locale.ROOT,
                "distance, %s: accepted in %.1f s; %d healthy in %.1f s, %.0f/s; slow ones, too, in %.1f s; "
                        + "%.1f CPU s, PSS %d MiB; %d did not arrive, %d twice, %d wait; %d connections; "
                        + "line: %.1f CPU s, %d packets, %d lost, %d dropped; processors: %s%n",
                own ? "Danegate" : "Postfix",
                one.loadSeconds(),
                one.healthy(),
                one.healthySeconds(),
                one.rate(),
                one.slowSeconds(),
                one.cpu(),
                one.memory() >> 20,
                one.missing(),
                one.duplicates(),
                one.waiting(),
                one.connections(),
                one.lineCpu(),
                one.traffic().packets(),
                one.traffic().lost(),
                one.traffic().dropped(),
                one.shares().text());
    }

    void print() {
        if (danegate.isEmpty()) {
            return;
        }
        System.out.printf(
                "%n| distance | messages/s to healthy domains | seconds | all but dead ones, seconds | CPU s per 1,000"
                        + " | PSS MiB | lost |%n");
        System.out.println("|---|---|---|---|---|---|---|");
        Distance.Outcome own = median(danegate);
        long memory =
                danegate.stream().mapToLong(Distance.Outcome::memory).max().orElse(0) >> 20;
        if (!postfix.isEmpty()) {
            line("Postfix", postfix);
        }
        line("Danegate", danegate);
        if (!postfix.isEmpty()) {
            double ratio = own.rate() / median(postfix).rate();
            goal("times Postfix's rate: %.2f (goal ≥ %.0f: %s)", ratio, RATE_GOAL, ratio >= RATE_GOAL);
        }
        goal("Danegate's PSS: %.0f MiB (goal ≤ %.0f: %s)", memory, MEMORY_GOAL, memory <= MEMORY_GOAL);
    }

    private static void goal(String text, double value, double goal, boolean met) {
        System.out.printf(Locale.ROOT, text + "%n", value, goal, met ? "met" : "**not met**");
    }

    private static void line(String who, List<Distance.Outcome> runs) {
        Distance.Outcome one = median(runs);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.1f | %.1f | %.2f | %d | %d |%n",
                who,
                one.rate(),
                one.healthySeconds(),
                one.slowSeconds(),
                one.cpu() / one.healthy() * 1000,
                runs.stream().mapToLong(Distance.Outcome::memory).max().orElse(0) >> 20,
                runs.stream().mapToInt(Distance.Outcome::missing).sum());
    }

    /// The run with the median rate.
    private static Distance.Outcome median(List<Distance.Outcome> runs) {
        return runs.stream()
                .sorted(Comparator.comparingDouble(Distance.Outcome::rate))
                .toList()
                .get(runs.size() / 2);
    }
}
