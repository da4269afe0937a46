package org.danegate.dane;

/// The ACTION column of the seed's tables. NOT_ASKED is added for cases without DANE, and NOT_REACHED for cases where
/// DANE applies but no conversation came that far.
public enum DaneAction {
    DANE_SUCCESS,
    DANE_FAIL,
    FALLBACK_TLS,
    NOT_ASKED,
    NOT_REACHED
}
