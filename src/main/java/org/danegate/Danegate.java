package org.danegate;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.danegate.command.CommandLine;
import org.danegate.folder.PrivateFiles;
import org.danegate.smtp.TlsLimits;
import org.danegate.training.TrainingOptions;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/// The server: web console and delivery engine in one process. A command that needs no server runs as in {@link
/// org.danegate.command}, before any part of the server starts.
@SpringBootApplication
@ConfigurationPropertiesScan
public class Danegate {

    /// Runs a command, or starts the server with the Spring Boot options given. The exit status is the command's,
    /// or 0 when the server was stopped, 1 when it could not start, 2 for wrong usage, 3 when memory ran out, a
    /// thread that mail depends on died, or no virtual thread ran any more, and 4 when a newer version wrote the
    /// data.
    public static void main(String[] args) {
        List<String> words = List.of(args);
        if (CommandLine.isCommand(words)) {
            CommandLine.main(args);
            return;
        }
        Optional<List<String>> options = CommandLine.serverOptions(words, System.err);
        if (options.isEmpty()) {
            System.exit(CommandLine.NOT_RUN);
        }
        FatalErrors.endTheProcess();
        StartFailure.isTheOnlyReport();
        PrivateFiles.byDefault();
        TlsLimits.set();
        StopSignal.exitsWithZero();
        ServiceNews.starting();
        try {
            List<String> all = TrainingOptions.expand(options.orElseThrow());
            SpringApplication server = new SpringApplication(Danegate.class);
            server.addListeners(new PreparedStart());
            server.run(all.toArray(String[]::new));
        } catch (SpringApplication.AbandonedRunException planned) {
            throw planned;
        } catch (IOException e) {
            System.err.println("danegate: could not start: " + e.getMessage());
            System.exit(SettingFailure.NOT_STARTED);
        } catch (RuntimeException told) {
            // Spring has already reported why. Threads that still run must not keep half a server alive.
            System.exit(SettingFailure.status(told));
        }
    }
}
