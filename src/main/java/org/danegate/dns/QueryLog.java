package org.danegate.dns;

/// Where lookups tell their steps, one line each in the appliance's words (seed "depuración de registros de correo").
@FunctionalInterface
public interface QueryLog {

    /// Nobody reads.
    QueryLog NONE = (warning, line) -> {};

    /// @param warning true for level Warning, else Debug
    void line(boolean warning, String line);
}
