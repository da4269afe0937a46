package org.danegate.runs.web;

import java.util.Optional;
import org.danegate.console.FormFaults;
import org.danegate.runs.ListedDomains;
import org.danegate.runs.RunScope;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;

/// The form that starts a run, as it was typed.
///
/// @param scope `DESTINATIONS`, `SEEN` or `LIST`
/// @param days a number from 1 to {@link #MOST_DAYS}; counts for `SEEN`
/// @param domains counts for `LIST`
record RunForm(String scope, String days, String domains) {

    /// The most days to look back.
    static final int MOST_DAYS = 90;

    RunForm(@Nullable String scope, @Nullable String days, @Nullable String domains) {
        this.scope = scope == null ? "" : scope;
        this.days = days == null ? "" : days;
        this.domains = domains == null ? "" : domains;
    }

    static RunForm empty() {
        return new RunForm(RunScope.Kind.DESTINATIONS.name(), "7", "");
    }

    /// The scope; empty with faults.
    Optional<RunScope> read(BindingResult result) {
        Optional<Integer> number = number(days);
        if (number.isEmpty()) {
            FormFaults.add(result, Fault.error("days", Wording.of("runs.fault.days", MOST_DAYS)));
        }
        return switch (scope) {
            case "DESTINATIONS" -> number.map(n -> new RunScope.Destinations());
            case "SEEN" -> number.map(RunScope.Seen::new);
            case "LIST" -> listed(result).filter(s -> number.isPresent());
            default -> {
                result.rejectValue("scope", "form.choice", "Choose one of the values offered.");
                yield Optional.empty();
            }
        };
    }

    private Optional<RunScope> listed(BindingResult result) {
        return switch (ListedDomains.parse(domains)) {
            case ListedDomains.Read read -> Optional.of(new RunScope.Listed(read.domains()));
            case ListedDomains.Refused refused -> {
                FormFaults.add(result, Fault.error("domains", refused.why()));
                yield Optional.empty();
            }
        };
    }

    /// A number of days that is allowed.
    static Optional<Integer> number(String text) {
        return text.strip().matches("[0-9]{1,2}")
                ? Optional.of(Integer.parseInt(text.strip())).filter(n -> n >= 1 && n <= MOST_DAYS)
                : Optional.empty();
    }
}
