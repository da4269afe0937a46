package org.danegate.e2e;

/// Every page in Spanish.
class EveryPageInSpanishIT extends EveryPage {

    EveryPageInSpanishIT() {
        super("es");
    }
}
