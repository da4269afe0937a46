package org.danegate.wording;

/// An input or a request is refused; the fault says why. The message is English.
public final class RefusedException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    /// @param fault what is wrong, and where
    public RefusedException(Fault fault) {
        super(fault.message());
        this.fault = fault;
    }

    /// @param wording what is wrong, with no particular place
    public RefusedException(Wording wording) {
        this(new Fault(Place.NONE, wording, Fault.Severity.ERROR));
    }

    /// What is wrong, and where.
    public Fault fault() {
        return fault;
    }

    /// The sentence in English.
    public String text() {
        return fault.message();
    }
}
