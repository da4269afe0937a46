package org.danegate.policy.file;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The command `policy check`: prints one line for each fault.
public final class PolicyCheck {

    private PolicyCheck() {}

    /// Reads and checks a file.
    ///
    /// @return 0 when the file is valid, 1 when it has faults or cannot be read
    public static int check(Path file, PrintStream out) {
        try {
            PolicyFile.Reading reading = PolicyFile.read(Files.readString(file));
            reading.faults().forEach(fault -> out.println(fault.in(file.toString())));
            return reading.faults().isEmpty() ? 0 : 1;
        } catch (IOException e) {
            out.println(file + ":1: the file cannot be read: " + e.getMessage());
            return 1;
        }
    }
}
