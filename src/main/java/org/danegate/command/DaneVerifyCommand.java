package org.danegate.command;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import org.danegate.address.LocalHostName;
import org.danegate.address.OutsideText;
import org.danegate.dns.QueryLog;
import org.danegate.dns.ValidatingLookup;
import org.danegate.verify.DaneVerify;
import org.danegate.verify.TranscriptText;
import org.danegate.verify.Verification;
import tools.jackson.databind.json.JsonMapper;

/// The command `daneverify`.
final class DaneVerifyCommand {

    private DaneVerifyCommand() {}

    static int run(List<String> args, PrintStream out, PrintStream err) {
        DaneVerifyOptions options;
        try {
            options = DaneVerifyOptions.read(args);
        } catch (WrongOptions e) {
            String problem = String.valueOf(e.getMessage());
            return e.usage() ? CommandLine.usage(problem, err) : CommandLine.fault(problem, err);
        }
        Verification result = verification(options, out);
        if (options.json()) {
            out.println(JsonMapper.builder()
                    .build()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(result.report()));
        }
        return switch (result.verdict()) {
            case DANE_SUCCESS -> 0;
            case DANE_FAILED -> 1;
            case NOT_VERIFIED -> CommandLine.NOT_RUN;
        };
    }

    private static Verification verification(DaneVerifyOptions options, PrintStream out) {
        // The server takes its name from the same variable.
        String hostname = System.getenv().getOrDefault("DANEGATE_HOSTNAME", "");
        InstantSource clock = InstantSource.system();
        ValidatingLookup dns = new ValidatingLookup(options::dns, clock, QueryLog.NONE);
        DaneVerify verify = new DaneVerify(
                dns, LocalHostName.of(hostname).name().ascii(), options.port(), DaneVerify.patience(), clock);
        return verify.verify(options.domain(), stage -> {
            if (!options.json()) {
                // Names in certificates and words of peers must not control the terminal.
                TranscriptText.of(stage).lines().map(OutsideText::line).forEach(out::println);
                out.flush();
            }
        });
    }
}
