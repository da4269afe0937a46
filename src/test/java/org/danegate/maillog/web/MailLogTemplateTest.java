package org.danegate.maillog.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/// The live part of the log page as htmx gets it.
class MailLogTemplateTest {

    private static String lines(Map<String, Object> model) {
        ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver();
        resolver.setPrefix("templates/");
        resolver.setSuffix(".html");
        SpringTemplateEngine engine = new SpringTemplateEngine();
        engine.setTemplateResolver(resolver);
        MockServletContext servletContext = new MockServletContext();
        var exchange = JakartaServletWebApplication.buildApplication(servletContext)
                .buildExchange(new MockHttpServletRequest(servletContext), new MockHttpServletResponse());
        Map<String, Object> all = new HashMap<>(Map.of(
                "name",
                "mail_logs",
                "filter",
                "",
                "regex",
                false,
                "size",
                200,
                "live",
                true,
                "lines",
                List.of(),
                "text",
                ""));
        all.putAll(model);
        return engine.process("maillog/log", Set.of("lines"), new WebContext(exchange, java.util.Locale.ENGLISH, all));
    }

    @Test
    void lines_ask_for_newer_ones_and_are_escaped() {
        String html = lines(Map.of("lines", List.of("<b>one</b>", "two"), "text", "<b>one</b>\ntwo"));
        assertThat(html)
                .contains("hx-get=\"/system/logs/mail_logs/lines?filter=&amp;regex=false&amp;lines=200\"")
                .contains("hx-trigger=\"every 2s\"")
                .contains("&lt;b&gt;one&lt;/b&gt;\ntwo</pre>")
                .contains("2 newest line(s), newest last, live");
    }

    @Test
    void a_paused_log_asks_for_nothing_and_an_empty_one_says_what_that_means() {
        String html = lines(Map.of("live", false));
        assertThat(html).doesNotContain("hx-").contains("No lines yet.").doesNotContain("<pre");
    }

    @Test
    void a_fault_of_the_filter_is_shown() {
        String html = lines(Map.of("fault", "Not a regular expression: Unclosed group.", "filter", "("));
        assertThat(html).contains("role=\"alert\"").contains("Unclosed group").doesNotContain("No line matches");
    }
}
