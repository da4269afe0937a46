package org.danegate.words.word;

import java.util.Map;
import org.danegate.config.Submission;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyFile;
import org.danegate.words.NotRun;
import org.danegate.words.Run;
import org.danegate.words.Word;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `policy apply`: a policy file is the working copy, and perhaps in force.
@Command(name = "policy", description = "applies a policy file, or checks one", subcommands = PolicyWord.Apply.class)
final class PolicyWord {

    /// Loads the file.
    @Command(name = "apply", description = "replaces the pending changes by a policy file, and commits it if told to")
    static final class Apply implements Word {

        @Parameters(paramLabel = "FILE", description = "policy file; - for standard input")
        private String file = "";

        @Option(names = "--commit", paramLabel = "COMMENT", description = "also puts it in force")
        private @Nullable String comment;

        @Option(names = "--acknowledged", description = "advice that must be acknowledged was read")
        private boolean acknowledged;

        @Mixin
        private Form form = new Form();

        @Override
        public int run(Run run) throws NotRun {
            String text = run.screen().input();
            if (text.isBlank()) {
                throw new NotRun("no policy arrived with the word");
            }
            PolicyFile.Reading reading = PolicyFile.read(text);
            Policy policy = reading.policy();
            if (policy == null) {
                reading.faults().forEach(fault -> run.screen().err(fault.in(file) + "\n"));
                return 1;
            }
            return switch (run.rooms().working().submit(policy, null, run.user().name())) {
                case Submission.Submitted done -> submitted(run);
                case Submission.Rejected rejected -> {
                    Committing.faults(rejected.faults(), run);
                    yield 1;
                }
                case Submission.Stale stale -> {
                    run.problem(stale.why().english());
                    yield 1;
                }
            };
        }

        private int submitted(Run run) throws NotRun {
            if (comment != null) {
                return Committing.commit(comment, acknowledged, form.json(), run);
            }
            int pending = run.rooms().working().pending();
            if (form.json()) {
                run.json(Map.of("pending", pending));
            } else {
                run.line(file + " is the working copy; it differs from the policy in force in " + pending
                        + (pending == 1 ? " object." : " objects.") + " The word commit puts it in force.");
            }
            return 0;
        }
    }
}
