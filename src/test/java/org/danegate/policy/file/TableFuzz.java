package org.danegate.policy.file;

import static org.danegate.fuzz.Property.holds;

import java.nio.charset.StandardCharsets;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.Policy;

/// A destination table file of any octets: a table or faults, and what is written of a table is that table.
public final class TableFuzz {

    private static final Policy POLICY = Policy.defaults();

    private TableFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        for (DestinationTableFile.UnknownKeys unknown : DestinationTableFile.UnknownKeys.values()) {
            DestinationTableFile.Reading reading = DestinationTableFile.read(text, POLICY, unknown);
            DestinationControls table = reading.table();
            holds((table == null) != reading.faults().isEmpty(), "neither a table nor faults, or both");
            holds(reading.faults().size() <= PolicyFile.MOST_FAULTS + 1, "faults without end");
            reading.faults().forEach(fault -> holds(fault.line() >= 1, "a fault on no line"));
            if (table != null) {
                DestinationTableFile.Reading again =
                        DestinationTableFile.read(DestinationTableFile.write(table), POLICY);
                holds(table.equals(again.table()), "written as another table: " + again.faults());
            }
        }
    }
}
