package org.danegate.practice;

/// One rehearsed case of the practice network.
///
/// @param domain where to send mail to
/// @param title what is wrong there, in a few words
/// @param mandatory the result under DANE Support Mandatory
/// @param opportunistic the result under DANE Support Opportunistic
public record PracticeStory(String domain, String title, Ending mandatory, Ending opportunistic) {

    /// How a delivery attempt ends.
    public enum Ending {
        /// Delivered; the certificate matched TLSA.
        DANE_SUCCESS,
        /// Stays in the queue because of DANE.
        DANE_FAIL,
        /// Delivered only under the TLS Support of the destination.
        FALLBACK_TLS,
        /// Delivered encrypted without a check of the certificate.
        ENCRYPTED,
        /// Stays in the queue for a reason that is not DANE.
        SOFT_BOUNCE,
        /// Returned to the sender at once.
        HARD_BOUNCE
    }
}
