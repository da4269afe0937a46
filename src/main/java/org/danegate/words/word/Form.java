package org.danegate.words.word;

import picocli.CommandLine.Option;

/// Options of words that print facts.
final class Form {

    @Option(names = "--json", description = "prints JSON for scripts")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "tells the arguments")
    private boolean help;

    boolean json() {
        return json && !help;
    }
}
