package org.danegate.words.wire;

import java.util.List;

/// The names of the words that a running server knows.
public final class WordNames {

    /// In the order of help.
    public static final List<String> ALL = List.of(
            "status",
            "hoststatus",
            "tophosts",
            "hostrate",
            "delivernow",
            "suspenddel",
            "resumedel",
            "tlsverify",
            "daneverify",
            "destconfig",
            "dnsstatus",
            "dnsflush",
            "tail",
            "grep",
            "commit",
            "clearchanges",
            "policy");

    private WordNames() {}

    /// Which argument of a word is a file that is read where the word is said, and sent along.
    ///
    /// @param words the word and its arguments
    /// @return its place among the words; -1 when none is
    public static int fileOf(List<String> words) {
        boolean takesFile = words.size() > 2
                && (words.get(0).equals("policy") && words.get(1).equals("apply")
                        || words.get(0).equals("destconfig") && words.get(1).equals("import"));
        if (!takesFile) {
            return -1;
        }
        for (int i = 2; i < words.size(); i++) {
            if (words.get(i).equals("--commit")) {
                i++;
            } else if (!words.get(i).startsWith("-") || words.get(i).equals("-")) {
                return i;
            }
        }
        return -1;
    }
}
