package org.danegate.policy.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Positions in a file: the line of each field, and which items of a list were readable. An item without its key is
/// left out of the policy, so that positions in the policy and in the file differ after it.
final class Places {

    private static final Pattern INDEX = Pattern.compile("\\[(\\d+)]");

    private final Map<String, Integer> lines = new HashMap<>();
    private final Map<String, List<Integer>> kept = new HashMap<>();

    /// @param field as named in the file, such as `listeners[1].port`
    void at(String field, int line) {
        lines.put(field, line);
    }

    /// @param list such as `listeners`
    /// @param positions in the file of the items that are in the policy
    void kept(String list, List<Integer> positions) {
        kept.put(list, List.copyOf(positions));
    }

    /// The line of a field of the file, or of the nearest enclosing thing that is in the file.
    int line(String field) {
        for (String at = field; !at.isEmpty(); at = parent(at)) {
            Integer line = lines.get(at);
            if (line != null) {
                return line;
            }
        }
        return 1;
    }

    /// A field of the policy, named by its position in the file.
    String inFile(String field) {
        StringBuilder path = new StringBuilder();
        Matcher matcher = INDEX.matcher(field);
        int end = 0;
        while (matcher.find()) {
            path.append(field, end, matcher.start());
            List<Integer> positions = kept.getOrDefault(path.toString(), new ArrayList<>());
            int index = Integer.parseInt(matcher.group(1));
            path.append('[')
                    .append(index < positions.size() ? positions.get(index) : index)
                    .append(']');
            end = matcher.end();
        }
        return path.append(field.substring(end)).toString();
    }

    private static String parent(String field) {
        int cut = Math.max(field.lastIndexOf('.'), field.lastIndexOf('['));
        return cut < 0 ? "" : field.substring(0, cut);
    }
}
