package org.danegate.alert;

/// Receives alerts that are sent. It must not block: the sender may be delivering mail.
@FunctionalInterface
public interface AlertReceiver {

    /// Takes in an alert.
    ///
    /// @param counted similar ones since the previous one, which were only counted
    void receive(Alert alert, int counted);
}
