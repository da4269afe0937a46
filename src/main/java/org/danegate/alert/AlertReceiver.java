package org.danegate.alert;

/// Receives alerts that are sent. It must not wait for anybody else's server: other alerts come after this one.
@FunctionalInterface
public interface AlertReceiver {

    /// Takes in an alert.
    ///
    /// @param counted similar ones since the previous one, which were only counted
    void receive(Alert alert, int counted);
}
