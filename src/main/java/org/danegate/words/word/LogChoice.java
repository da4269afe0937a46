package org.danegate.words.word;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.danegate.policy.LogSubscription;
import org.danegate.words.NotRun;
import org.danegate.words.Run;
import org.jspecify.annotations.Nullable;

/// Which log is meant, by its name or by its number in the list.
final class LogChoice {

    private LogChoice() {}

    /// The name of the log.
    ///
    /// @param given name or number; null when not given
    static String of(@Nullable String given, String purpose, Run run) throws NotRun, IOException {
        List<String> logs = all(run);
        StringBuilder question = new StringBuilder("Currently configured logs:\n");
        for (int i = 0; i < logs.size(); i++) {
            question.append(i + 1).append(". ").append(logs.get(i)).append('\n');
        }
        String chosen =
                run.argument(given, question + "Enter the number of the log you wish to " + purpose + ".\n", "", "LOG");
        if (chosen.matches("\\d{1,4}")) {
            int number = Integer.parseInt(chosen);
            if (number >= 1 && number <= logs.size()) {
                return logs.get(number - 1);
            }
        }
        if (!logs.contains(chosen)) {
            throw new NotRun("no log " + chosen + "; there are " + String.join(", ", logs));
        }
        return chosen;
    }

    /// Logs of the policy, in its order, then those of which only files are left.
    private static List<String> all(Run run) throws IOException {
        List<String> logs = new ArrayList<>(run.rooms().policy().current().policy().logSubscriptions().stream()
                .map(LogSubscription::name)
                .toList());
        run.rooms().logs().logs().stream().filter(log -> !logs.contains(log)).forEach(logs::add);
        return logs;
    }
}
