package org.danegate.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What docs/http-api.md says about each request, in the rows of its table: one or more requests, and the answer.
final class DescribedRequests {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern REQUEST = Pattern.compile("(?:(GET|POST|PUT|DELETE) )?(/\\S+|…/\\S+)(?: .*)?");
    private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");

    /// One request of a row.
    private record Row(String method, String path, String answer) {}

    private final List<Row> rows = new ArrayList<>();

    DescribedRequests(Path page) throws IOException {
        Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(1).split(" \\| ", 2))
                .filter(cells -> cells.length == 2)
                .forEach(this::add);
    }

    private void add(String[] cells) {
        String answer = LINK.matcher(cells[1].replaceAll("\\s*\\|\\s*$", ""))
                .replaceAll("$1")
                .replace("\\|", "|")
                .strip();
        String method = "";
        String path = "";
        for (MatchResult code :
                CODE.matcher(cells[0].replace("\\|", "|")).results().toList()) {
            var request = REQUEST.matcher(code.group(1));
            if (request.matches()) {
                method = request.group(1) == null ? method : request.group(1);
                path = whole(path, request.group(2).replaceAll("\\?.*", ""));
                rows.add(new Row(method, path, answer));
            }
        }
    }

    /// `…/b` after `/a/x` is `/a/b`; after `/a/b/x` it is `/a/b`.
    private static String whole(String before, String given) {
        if (!given.startsWith("…/")) {
            return given;
        }
        String rest = given.substring(2);
        String first = rest.split("/")[0];
        int known = before.indexOf("/" + first + "/");
        return (known >= 0 ? before.substring(0, known) : before.substring(0, before.lastIndexOf('/'))) + "/" + rest;
    }

    /// The answer to a request of a route.
    Optional<String> answer(String method, String route) {
        return rows.stream()
                .filter(row -> row.method().equals(method) && fits(route, row.path()))
                .map(Row::answer)
                .findFirst();
    }

    private static boolean fits(String route, String path) {
        String[] ours = route.split("/");
        String[] theirs = path.split("/");
        return ours.length == theirs.length
                && Arrays.equals(ours, theirs, (a, b) -> a.equals(b) || a.startsWith("{") ? 0 : a.compareTo(b));
    }
}
