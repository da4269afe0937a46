package org.danegate.wording;

/// One problem, or one thing that somebody should know.
///
/// @param wording one sentence: what is wrong and what is allowed
/// @param severity whether it stops the requested action
public record Fault(Place place, Wording wording, Severity severity) {

    /// How serious it is.
    public enum Severity {
        /// Stops the requested action.
        ERROR,
        /// Stops nothing, but somebody must acknowledge it first: ignoring it would harm others.
        GRAVE,
        /// Is only shown.
        ADVICE
    }

    /// A fault that stops the requested action.
    public static Fault error(String field, Wording wording) {
        return new Fault(new Place("", field, 0), wording, Severity.ERROR);
    }

    /// A fault that is only shown.
    public static Fault advice(String field, Wording wording) {
        return new Fault(new Place("", field, 0), wording, Severity.ADVICE);
    }

    /// A fault that must be acknowledged.
    public static Fault grave(String field, Wording wording) {
        return new Fault(new Place("", field, 0), wording, Severity.GRAVE);
    }

    /// An error in a line of a file.
    public static Fault inLine(int line, Wording wording) {
        return new Fault(new Place("", "", line), wording, Severity.ERROR);
    }

    /// The field with the fault; empty for none.
    public String field() {
        return place.field();
    }

    /// The line with the fault, 1 for the first; 0 for none.
    public int line() {
        return place.line();
    }

    /// The sentence in English.
    public String message() {
        return wording.english();
    }

    /// Whether it stops the requested action.
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /// Whether it stops nothing.
    public boolean isAdvice() {
        return severity != Severity.ERROR;
    }

    /// Whether somebody must acknowledge it.
    public boolean isGrave() {
        return severity == Severity.GRAVE;
    }

    /// Whether its sentence has that code.
    public boolean says(String code) {
        return wording.code().equals(code);
    }

    /// The same fault at another field, such as one of a form.
    public Fault at(String field) {
        return new Fault(new Place(place.entry(), field, place.line()), wording, severity);
    }

    /// The same fault for one object among many.
    public Fault of(String entry) {
        return new Fault(new Place(entry, place.field(), place.line()), wording, severity);
    }

    /// The same fault in a line of a file.
    public Fault onLine(int line) {
        return new Fault(new Place(place.entry(), place.field(), line), wording, severity);
    }

    /// `file:line: field: what is wrong`, as the contract has it.
    public String in(String file) {
        return file + ":" + line() + ": " + (field().isEmpty() ? "" : field() + ": ") + message();
    }
}
