package org.danegate.dane;

/// The ACTION column of the seed's tables, NOT_ASKED where DANE takes no part, and NOT_REACHED where it would, but no
/// conversation came to the point.
public enum DaneAction {
    DANE_SUCCESS,
    DANE_FAIL,
    FALLBACK_TLS,
    NOT_ASKED,
    NOT_REACHED
}
