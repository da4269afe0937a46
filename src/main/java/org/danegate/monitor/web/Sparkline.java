package org.danegate.monitor.web;

import java.util.List;
import org.danegate.console.Texts;

/// A small chart of active recipients over the last hour.
///
/// @param points of an SVG polyline in a box of 80 by 20
/// @param text the same in words
record Sparkline(String points, String text) {

    private static final int WIDTH = 80;
    private static final int HEIGHT = 20;

    static Sparkline of(List<Integer> samples, Texts texts) {
        if (samples.size() < 2) {
            return new Sparkline("", "");
        }
        int most =
                Math.max(1, samples.stream().mapToInt(Integer::intValue).max().orElse(1));
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < samples.size(); i++) {
            int x = i * WIDTH / (samples.size() - 1);
            int y = HEIGHT - 1 - samples.get(i) * (HEIGHT - 2) / most;
            points.append(x).append(',').append(y).append(' ');
        }
        return new Sparkline(points.toString().strip(), words(samples.getFirst(), samples.getLast(), texts));
    }

    private static String words(int first, int last, Texts texts) {
        if (first == last) {
            return texts.of("monitor.steady", last);
        }
        return texts.of(last > first ? "monitor.rising" : "monitor.falling", first, last);
    }
}
