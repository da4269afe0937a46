package org.danegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.Test;

/// That a walk without faults means something: axe finds what is put before it.
class AxeRulesIT {

    private static final String PAGE = """
            <!doctype html><html lang="en"><head><title>A page</title></head><body><main><h1>A heading</h1>
            <p>Read me</p><p>Me too</p><p style="color: #bbb">Pale</p><p style="color: #bbb">Pale as well</p>
            <div style="background: #333"><p>Dark on dark</p></div><img src="data:,"></main></body></html>
            """;

    @Test
    void a_picture_without_words_and_pale_texts_are_found() {
        try (ConsoleBrowser browser = ConsoleBrowser.open()) {
            Page page = browser.context().newPage();
            page.setContent(PAGE);

            assertThat(AxeRules.all(page))
                    .anySatisfy(fault -> assertThat(fault).startsWith("image-alt: <img"))
                    .anySatisfy(fault -> assertThat(fault)
                            .startsWith("color-contrast: ")
                            .contains("Pale<", "Pale as well", "Dark on dark"));
            assertThat(AxeRules.named(page, List.of("image-alt"))).hasSize(1);
        }
    }
}
