package org.danegate.maillog;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The lines of one message or connection, as `findevent` shows them: lines that contain its id; of the connections
/// that a message used, the start, TLS and end; and the attempts that a message shared with others. Two passes over the
/// log: the first one collects the connections and attempts.
///
/// Connections count from 1 at each start of the server, which writes a line `Time offset from UTC`.
final class RelatedLines {

    private static final Pattern CONNECTION = Pattern.compile("\\b(ICID|DCID):? (\\d+)");
    private static final Pattern MESSAGE = Pattern.compile("(?<![A-Z])MID \\d+");
    private static final String START = " Time offset from UTC: ";

    private final Pattern id;
    private final boolean message;
    private final @Nullable SharedAttempts attempts;
    private final Set<String> connections = new HashSet<>();
    private int run;

    RelatedLines(String name, Pattern id) {
        this.id = id;
        this.message = name.startsWith("MID");
        this.attempts = message ? new SharedAttempts(name.substring("MID ".length())) : null;
    }

    /// First pass.
    void learn(String line) {
        count(line);
        if (attempts != null) {
            attempts.learn(line);
        }
        if (message && id.matcher(line).find()) {
            Matcher connection = CONNECTION.matcher(line);
            while (connection.find()) {
                if (!connection.group(2).equals("0")) {
                    connections.add(run + connection.group(1) + connection.group(2));
                }
            }
        }
    }

    /// Begins the second pass.
    Predicate<String> related() {
        run = 0;
        return line -> {
            count(line);
            return id.matcher(line).find()
                    || message && (ofConnection(line) || attempts != null && attempts.shares(line));
        };
    }

    private boolean ofConnection(String line) {
        if (MESSAGE.matcher(line).find()) {
            return false;
        }
        Matcher connection = CONNECTION.matcher(line);
        return connection.find() && connections.contains(run + connection.group(1) + connection.group(2));
    }

    private void count(String line) {
        if (line.contains(START)) {
            run++;
        }
    }
}
