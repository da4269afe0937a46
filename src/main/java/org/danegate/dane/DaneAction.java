package org.danegate.dane;

/// The ACTION column of the seed's tables, and NOT_ASKED where DANE takes no part.
public enum DaneAction {
    DANE_SUCCESS,
    DANE_FAIL,
    FALLBACK_TLS,
    NOT_ASKED
}
