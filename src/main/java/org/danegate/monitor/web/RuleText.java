package org.danegate.monitor.web;

import java.util.ArrayList;
import java.util.List;
import org.danegate.console.Texts;
import org.danegate.monitor.Narrowing;
import org.danegate.monitor.Reason;

/// The rule of a list in words: which destinations match.
record RuleText(Texts texts) {

    /// Such as `DANE failing · 192.0.2.1`; empty when all match.
    String of(Ask ask) {
        List<String> parts = new ArrayList<>();
        if (!ask.text("filter").equals("all")) {
            parts.add(texts.orElse(ask.text("filter"), "monitor.filter." + ask.text("filter")));
        }
        parts.addAll(group(ask));
        if (!ask.text("q").isEmpty()) {
            parts.add("*" + ask.text("q") + "*");
        }
        return String.join(" · ", parts);
    }

    /// What the destinations of a group have in common, each as one text.
    List<String> group(Ask ask) {
        List<String> parts = new ArrayList<>();
        Reason reason = ask.reason();
        if (reason != null) {
            parts.add(reason(reason));
        }
        if (!ask.text("hop").isEmpty()) {
            parts.add(hop(ask.text("hop").equals("-") ? "" : ask.text("hop")));
        }
        if (!ask.text("entry").isEmpty()) {
            parts.add(entry(ask.text("entry")));
        }
        return parts;
    }

    String reason(Reason reason) {
        return reason == Reason.NONE ? Words.UNKNOWN : texts.of("monitor.reason." + reason.key());
    }

    String hop(String hop) {
        return hop.isEmpty() ? texts.of("monitor.no-host") : hop;
    }

    String entry(String pattern) {
        return pattern.equals(Narrowing.DEFAULT) ? texts.of("monitor.source.default") : pattern;
    }

    /// All destinations of the list, with their number and the rule.
    String all(Ask ask, int matching) {
        String rule = of(ask);
        return rule.isEmpty()
                ? texts.of("monitor.bulk.all", matching)
                : texts.of("monitor.bulk.all-matching", matching, rule);
    }
}
