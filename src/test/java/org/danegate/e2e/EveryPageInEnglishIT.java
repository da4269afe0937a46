package org.danegate.e2e;

/// Every page in English.
class EveryPageInEnglishIT extends EveryPage {

    EveryPageInEnglishIT() {
        super("en");
    }
}
