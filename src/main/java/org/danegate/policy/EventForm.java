package org.danegate.policy;

/// How *Consolidated Event Logs* are written.
///
/// @param vendor the vendor in the header of CEF; collectors select by it
/// @param product the product in the header of CEF
/// @param keys the keys of CEF
public record EventForm(Notation notation, String vendor, String product, Keys keys) {

    /// CEF with all keys, by its own name.
    public static EventForm defaults() {
        return new EventForm(Notation.CEF, "Danegate", "Danegate", Keys.ALL);
    }

    /// The notation of an event.
    public enum Notation {
        /// ArcSight Common Event Format, version 0, with the appliance's keys.
        CEF,
        /// A JSON object on one line.
        JSON
    }

    /// Which keys CEF has.
    public enum Keys {
        /// The appliance's, then Danegate's own (`DG…`).
        ALL,
        /// Only the appliance's, for parsers that take no others.
        APPLIANCE
    }
}
