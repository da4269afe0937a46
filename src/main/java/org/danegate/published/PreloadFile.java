package org.danegate.published;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.sts.StsPolicy;
import org.danegate.sts.StsPolicyFile;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;

/// A file of policies: for each, the line `domain: <name>` and then the policy as its domain serves it. Empty lines and
/// lines that begin with `#` are skipped.
public final class PreloadFile {

    private static final String DOMAIN = "domain:";

    /// A policy of the file.
    public record Entry(DomainName domain, StsPolicy policy, List<String> lines) {
        public Entry {
            lines = List.copyOf(lines);
        }
    }

    /// What was read.
    ///
    /// @param faults each with its line; when there is one, no entry may be used
    public record Read(List<Entry> entries, List<Fault> faults) {
        public Read {
            entries = List.copyOf(entries);
            faults = List.copyOf(faults);
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();
    private String domain = "";
    private int start;

    private PreloadFile() {}

    /// Reads a file.
    public static Read of(String text) {
        PreloadFile file = new PreloadFile();
        List<String> all = text.lines().toList();
        for (int i = 0; i < all.size(); i++) {
            file.line(i + 1, all.get(i));
        }
        file.end();
        if (file.entries.isEmpty() && file.faults.isEmpty()) {
            file.faults.add(Fault.inLine(1, Wording.of("published.preload.empty")));
        }
        return new Read(file.entries, file.faults);
    }

    private void line(int number, String line) {
        if (line.startsWith(DOMAIN)) {
            end();
            domain = line.substring(DOMAIN.length()).strip();
            start = number;
        } else if (!line.isBlank() && !line.startsWith("#")) {
            if (domain.isEmpty()) {
                faults.add(Fault.inLine(number, Wording.of("published.preload.no-domain")));
            } else {
                lines.add(line);
                numbers.add(number);
            }
        }
    }

    private void end() {
        if (!domain.isEmpty()) {
            read();
        }
        lines.clear();
        numbers.clear();
        domain = "";
    }

    private void read() {
        byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        try {
            DomainName name = DomainName.parse(domain);
            switch (StsPolicyFile.of(text)) {
                case StsPolicyFile.Valid valid -> entries.add(new Entry(name, valid.policy(), valid.lines()));
                case StsPolicyFile.Invalid invalid ->
                    faults.add(Fault.inLine(
                            invalid.line() == 0 ? start : numbers.get(invalid.line() - 1),
                            Wording.of("published.preload.invalid", name.ascii(), invalid.reason())));
            }
        } catch (IllegalArgumentException e) {
            faults.add(Fault.inLine(start, Wording.of("published.preload.domain", domain)));
        }
    }
}
