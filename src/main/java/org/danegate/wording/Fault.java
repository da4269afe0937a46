package org.danegate.wording;

/// One thing that is wrong, or that somebody should know.
///
/// @param wording one sentence: what is wrong and what is allowed
/// @param severity whether it stops what was asked for
public record Fault(Place place, Wording wording, Severity severity) {

    /// How much it matters.
    public enum Severity {
        /// It stops what was asked for.
        ERROR,
        /// It stops nothing, but somebody must acknowledge it first: neglect would harm others.
        GRAVE,
        /// It is shown beside.
        ADVICE
    }

    /// What stops what was asked for.
    public static Fault error(String field, Wording wording) {
        return new Fault(new Place("", field, 0), wording, Severity.ERROR);
    }

    /// What is shown beside.
    public static Fault advice(String field, Wording wording) {
        return new Fault(new Place("", field, 0), wording, Severity.ADVICE);
    }

    /// What must be acknowledged.
    public static Fault grave(String field, Wording wording) {
        return new Fault(new Place("", field, 0), wording, Severity.GRAVE);
    }

    /// What is wrong in a line of a file.
    public static Fault inLine(int line, Wording wording) {
        return new Fault(new Place("", "", line), wording, Severity.ERROR);
    }

    /// The field that it is about; empty for none.
    public String field() {
        return place.field();
    }

    /// The line that it is about, 1 for the first; 0 for none.
    public int line() {
        return place.line();
    }

    /// The sentence in English.
    public String message() {
        return wording.english();
    }

    /// Whether it stops what was asked for.
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

    /// Whether it is the sentence with that code.
    public boolean says(String code) {
        return wording.code().equals(code);
    }

    /// The same about another field, such as one of a form.
    public Fault at(String field) {
        return new Fault(new Place(place.entry(), field, place.line()), wording, severity);
    }

    /// The same about an object among many.
    public Fault of(String entry) {
        return new Fault(new Place(entry, place.field(), place.line()), wording, severity);
    }

    /// The same in a line of a file.
    public Fault onLine(int line) {
        return new Fault(new Place(place.entry(), place.field(), line), wording, severity);
    }

    /// `file:line: field: what is wrong`, as the contract has it.
    public String in(String file) {
        return file + ":" + line() + ": " + (field().isEmpty() ? "" : field() + ": ") + message();
    }
}
