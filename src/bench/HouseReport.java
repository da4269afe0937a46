import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// The structure of the product, from its sources: the rooms with their sizes, the arrows between them with the number
/// of files that need each, whether any of them close a circle, and the sizes of files and methods.
///
/// Usage: `java src/bench/HouseReport.java [folder of the checkout] [picture]`. With `picture` it prints the arrows as
/// a
/// Mermaid flowchart instead, without those that follow from others.
public class HouseReport {

    private static final String ROOT = "org.danegate.";

    private final Map<String, int[]> rooms = new TreeMap<>();
    private final Map<String, Map<String, Integer>> arrows = new TreeMap<>();
    private final List<Integer> files = new ArrayList<>();
    private final List<Integer> methods = new ArrayList<>();

    public static void main(String[] arguments) throws IOException {
        Path checkout = Path.of(arguments.length > 0 ? arguments[0] : ".");
        HouseReport report = new HouseReport();
        report.read(checkout.resolve("src/main/java"));
        if (arguments.length > 1 && arguments[1].equals("picture")) {
            report.draw();
        } else {
            report.print();
        }
    }

    private void read(Path sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> all = Files.walk(sources);
                StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            List<Path> paths = all.filter(p -> p.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(paths));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                take(unit, positions);
            }
        }
    }

    private void take(CompilationUnitTree unit, SourcePositions positions) {
        String room = room(unit.getPackageName() + ".");
        int lines = (int) unit.getLineMap().getLineNumber(positions.getEndPosition(unit, unit));
        int[] size = rooms.computeIfAbsent(room, r -> new int[2]);
        size[0]++;
        size[1] += lines;
        files.add(lines);
        TreeSet<String> needed = new TreeSet<>();
        for (ImportTree line : unit.getImports()) {
            String name = line.getQualifiedIdentifier().toString();
            if (name.startsWith(ROOT)) {
                needed.add(room(name));
            }
        }
        needed.remove(room);
        needed.forEach(
                other -> arrows.computeIfAbsent(room, r -> new TreeMap<>()).merge(other, 1, Integer::sum));
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void none) {
                if (method.getBody() != null) {
                    long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method.getBody()));
                    long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method.getBody()));
                    methods.add((int) (last - first + 1));
                }
                return super.visitMethod(method, none);
            }

            @Override
            public Void visitClass(ClassTree type, Void none) {
                return super.visitClass(type, none);
            }
        }.scan(unit, null);
    }

    /// The room of a package or a class: the first name after the root; `(start)` for classes in the root itself.
    private static String room(String name) {
        String rest = name.startsWith(ROOT) ? name.substring(ROOT.length()) : "";
        String first = rest.split("\\.", 2)[0];
        return first.isEmpty() || Character.isUpperCase(first.charAt(0)) ? "(start)" : first;
    }

    private void print() {
        System.out.println("room: files, lines -> rooms it needs (files that need each)");
        rooms.forEach((room, size) -> System.out.printf(
                "  %-13s %3d %6d -> %s%n", room, size[0], size[1], arrows.getOrDefault(room, Map.of())));
        System.out.println("circles: " + circles());
        System.out.println("lines of files: " + percentiles(files));
        System.out.println("lines of method bodies: " + percentiles(methods));
    }

    private void draw() {
        System.out.println("flowchart LR");
        arrows.keySet().stream()
                .filter(room -> !room.equals("(start)"))
                .forEach(room -> arrows.get(room).keySet().stream()
                        .filter(needed -> !follows(room, needed))
                        .forEach(needed -> System.out.println("    " + room + " --> " + needed)));
    }

    /// Whether a room reaches another one by way of a third, so that its own arrow says nothing new.
    private boolean follows(String room, String needed) {
        return arrows.get(room).keySet().stream()
                .anyMatch(other -> !other.equals(needed) && reaches(other, needed, new TreeSet<>()));
    }

    private TreeSet<String> circles() {
        TreeSet<String> circles = new TreeSet<>();
        for (String room : arrows.keySet()) {
            if (!room.equals("(start)") && reaches(room, room, new TreeSet<>())) {
                circles.add(room);
            }
        }
        return circles;
    }

    private boolean reaches(String from, String to, TreeSet<String> seen) {
        for (String next : arrows.getOrDefault(from, Map.of()).keySet()) {
            if (next.equals(to) || seen.add(next) && reaches(next, to, seen)) {
                return true;
            }
        }
        return false;
    }

    private static String percentiles(List<Integer> lengths) {
        List<Integer> sorted = lengths.stream().sorted().toList();
        return "number %d, median %d, p90 %d, p99 %d, most %d"
                .formatted(sorted.size(), at(sorted, 50), at(sorted, 90), at(sorted, 99), sorted.getLast());
    }

    private static int at(List<Integer> sorted, int percent) {
        return sorted.get((sorted.size() - 1) * percent / 100);
    }
}
