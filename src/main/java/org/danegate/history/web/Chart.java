package org.danegate.history.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.LongBinaryOperator;
import org.danegate.history.Figure;
import org.danegate.history.Figures;
import org.danegate.history.HistoryRange;
import org.danegate.history.Note;

/// A picture of figures over time, drawn on the server: the shapes of an SVG in a box of {@link #WIDTH} by
/// {@link #HEIGHT} that is stretched to its place, the labels of its axes, and the numbers behind it.
///
/// @param key name of the chart; its title is `history.chart.<key>`
/// @param lines one for each figure
/// @param ceilings labels of the vertical axis, from the top down to 0
/// @param ticks labels of the horizontal axis, from left to right
/// @param marks commits
/// @param rows the numbers, newest first
public record Chart(
        String key, List<Line> lines, List<String> ceilings, List<String> ticks, List<Mark> marks, List<Row> rows) {

    /// Width of the box.
    public static final int WIDTH = 1000;

    /// Height of the box.
    public static final int HEIGHT = 200;

    private static final int TICKS = 5;

    /// How the figures of a chart are drawn.
    public enum Form {
        /// A line each.
        LINES,
        /// Columns, one figure on top of the other.
        STACKED
    }

    /// What is drawn for one figure.
    ///
    /// @param name its name in texts: `history.figure.<name>`
    /// @param path a path of SVG
    /// @param filled whether the path is filled, or else drawn as a line
    /// @param sum the total or the greatest value in the range, in words
    public record Line(String name, String path, boolean filled, String sum, long value) {}

    /// A commit.
    ///
    /// @param x from the left, 0 to {@link #WIDTH}
    public record Mark(int x, String revision, String time) {}

    /// The numbers of a stretch of time.
    public record Row(String time, List<String> values) {}

    /// Draws figures.
    ///
    /// @param commits notes of commits in the range
    static Chart of(
            String key,
            Form form,
            List<Figure> figures,
            SequencedMap<Instant, Figures> series,
            HistoryRange range,
            List<Note> commits) {
        List<Figures> parts = List.copyOf(series.values());
        long top = nice(parts.stream()
                .mapToLong(part -> height(part, figures, form))
                .max()
                .orElse(0));
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < figures.size(); i++) {
            Figure figure = figures.get(i);
            List<Figure> below = form == Form.STACKED ? figures.subList(0, i) : List.of();
            String path = form == Form.STACKED ? columns(parts, figure, below, top) : line(parts, figure, top);
            long sum = parts.stream().mapToLong(part -> part.get(figure)).reduce(0, sum(figure));
            lines.add(new Line(figure.key(), path, form == Form.STACKED, Shown.number(sum), sum));
        }
        return new Chart(
                key,
                lines,
                List.of(Shown.number(top), Shown.number(top / 2), "0"),
                ticks(range),
                commits.stream().map(note -> mark(note, range)).toList(),
                rows(series, figures));
    }

    private static LongBinaryOperator sum(Figure figure) {
        return figure.sum() == Figure.Sum.TOTAL ? Long::sum : Math::max;
    }

    private static long height(Figures part, List<Figure> figures, Form form) {
        return form == Form.STACKED
                ? figures.stream().mapToLong(part::get).sum()
                : figures.stream().mapToLong(part::get).max().orElse(0);
    }

    /// The next even number that is not less and is a power of ten, or a simple multiple of one.
    private static long nice(long most) {
        long power = 1;
        while (power * 10 < most) {
            power *= 10;
        }
        for (double step : new double[] {1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10}) {
            long top = Math.round(power * step);
            if (top >= most && top % 2 == 0) {
                return Math.max(2, top);
            }
        }
        return Math.max(2, power * 10);
    }

    private static String line(List<Figures> parts, Figure figure, long top) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            path.append(i == 0 ? 'M' : 'L')
                    .append(WIDTH * (2 * i + 1) / (2 * parts.size()))
                    .append(' ')
                    .append(HEIGHT - scaled(parts.get(i).get(figure), top));
        }
        return path.toString();
    }

    private static String columns(List<Figures> parts, Figure figure, List<Figure> below, long top) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            Figures part = parts.get(i);
            long under = below.stream().mapToLong(part::get).sum();
            long bottom = scaled(under, top);
            long height = scaled(under + part.get(figure), top) - bottom;
            if (height > 0) {
                int left = WIDTH * i / parts.size();
                int width = Math.max(1, WIDTH * (i + 1) / parts.size() - left - (parts.size() > 200 ? 0 : 1));
                path.append('M').append(left).append(' ').append(HEIGHT - bottom);
                path.append('v')
                        .append(-height)
                        .append('h')
                        .append(width)
                        .append('v')
                        .append(height)
                        .append('z');
            }
        }
        return path.toString();
    }

    private static long scaled(long value, long top) {
        return Math.round((double) value * HEIGHT / top);
    }

    /// Begins of parts, evenly over the range.
    private static List<String> ticks(HistoryRange range) {
        Duration length = Duration.between(range.from(), range.to());
        long parts = length.dividedBy(range.step());
        List<String> ticks = new ArrayList<>();
        for (int i = 0; i < TICKS; i++) {
            ticks.add(Shown.tick(range.from().plus(range.step().multipliedBy(parts * i / (TICKS - 1))), length));
        }
        return ticks;
    }

    private static Mark mark(Note note, HistoryRange range) {
        double share = (double) Duration.between(range.from(), note.at()).toSeconds()
                / Duration.between(range.from(), range.to()).toSeconds();
        int x = Math.clamp(Math.round(share * WIDTH), 0, WIDTH);
        return new Mark(x, note.about(), Shown.time(note.at()));
    }

    private static List<Row> rows(SequencedMap<Instant, Figures> series, List<Figure> figures) {
        List<Row> rows = new ArrayList<>();
        series.reversed()
                .forEach((start, part) -> rows.add(new Row(
                        Shown.time(start),
                        figures.stream()
                                .map(figure -> Shown.number(part.get(figure)))
                                .toList())));
        return rows;
    }
}
