package org.danegate.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.anonymous;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.danegate.Danegate;
import org.danegate.OwnPolicy;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Requests every route of the running console as every role. Routes come from the running context. A route that
/// belongs to no area below fails the test, so the author of a new page must say here who may see it.
@SpringBootTest(classes = Danegate.class, properties = "danegate.admin-password=correct horse battery")
@AutoConfigureMockMvc
@DirtiesContext
class RouteRolesTest {

    /// The least role that may look, and the least that may change.
    private record Area(String prefix, Role look, Role change) {}

    private static final Role ADMINISTRATOR = Role.ADMINISTRATOR;
    private static final Role OPERATOR = Role.OPERATOR;
    private static final Role READER = Role.READ_ONLY_OPERATOR;
    private static final Role EVERYBODY = Role.HELP_DESK;

    /// The longest prefix counts. Add your page's area here.
    private static final List<Area> AREAS = List.of(
            new Area("/search", EVERYBODY, OPERATOR),
            new Area("/account", EVERYBODY, EVERYBODY),
            new Area("/monitor", EVERYBODY, OPERATOR),
            new Area("/monitor/daneverify", EVERYBODY, EVERYBODY),
            new Area("/monitor/daneverify/runs", EVERYBODY, OPERATOR),
            new Area("/mail-policies", READER, OPERATOR),
            new Area("/network", READER, OPERATOR),
            new Area("/network/console", READER, ADMINISTRATOR),
            new Area("/commit", READER, OPERATOR),
            new Area("/system/alerts", READER, OPERATOR),
            new Area("/system/alerts/webhook-secret", ADMINISTRATOR, ADMINISTRATOR),
            new Area("/system/audit", ADMINISTRATOR, ADMINISTRATOR),
            new Area("/system/configuration-file", READER, ADMINISTRATOR),
            new Area("/system/configuration-file/validate", READER, OPERATOR),
            new Area("/system/logs", READER, OPERATOR),
            new Area("/system/revisions", READER, OPERATOR),
            new Area("/system/nodes", READER, OPERATOR),
            new Area("/system/status", READER, OPERATOR),
            new Area("/api/v1/nodes", READER, OPERATOR),
            new Area("/system/users", ADMINISTRATOR, ADMINISTRATOR),
            new Area("/api/v1/alerts", READER, OPERATOR),
            new Area("/api/v1/bounce-verification", READER, OPERATOR),
            new Area("/api/v1/certificates", READER, OPERATOR),
            new Area("/api/v1/advisor", READER, OPERATOR),
            new Area("/api/v1/console", READER, ADMINISTRATOR),
            new Area("/api/v1/daneverify", EVERYBODY, EVERYBODY),
            new Area("/api/v1/dkim", READER, OPERATOR),
            new Area("/api/v1/daneverify/runs", EVERYBODY, OPERATOR),
            new Area("/api/v1/delivery-status", EVERYBODY, OPERATOR),
            new Area("/api/v1/dns", READER, OPERATOR),
            new Area("/api/v1/history", EVERYBODY, OPERATOR),
            new Area("/api/v1/logs", READER, OPERATOR),
            new Area("/api/v1/mta-sts", READER, OPERATOR),
            new Area("/api/v1/policy", READER, OPERATOR),
            new Area("/api/v1/queue", EVERYBODY, OPERATOR),
            new Area("/api/v1/reports", EVERYBODY, OPERATOR),
            new Area("/api/v1/system-status", READER, OPERATOR),
            new Area("/api/v1/tlsrpt", EVERYBODY, OPERATOR),
            new Area("/api/v1/tracking", EVERYBODY, OPERATOR),
            new Area("/api/v1/words", EVERYBODY, EVERYBODY),
            new Area("/v3/api-docs", EVERYBODY, OPERATOR),
            new Area("/swagger-ui", EVERYBODY, OPERATOR),
            new Area("/xml", READER, OPERATOR));

    /// Single routes that differ from their area.
    private static final Map<String, Role> EXCEPTIONS = Map.of(
            "GET /",
            EVERYBODY,
            // As loading a configuration file, which it is for scripts.
            "PUT /api/v1/policy",
            ADMINISTRATOR,
            "GET /commit/abandon",
            OPERATOR,
            "GET /network/certificates/upload",
            OPERATOR,
            "GET /network/certificates/generate",
            OPERATOR,
            "GET /network/certificates/details/{name}/replace",
            OPERATOR,
            "GET /network/certificates/details/{name}/request.csr",
            OPERATOR,
            "GET /mail-policies/signing-keys/generate",
            OPERATOR,
            "GET /mail-policies/signing-keys/paste",
            OPERATOR,
            "GET /mail-policies/signing-keys/details/{key}/rotate",
            OPERATOR);

    /// Pages that show more when they are asked for something.
    private static final List<String> WITH_QUERIES = List.of(
            "/system/logs/mail_logs?filter=zz.*yy",
            "/system/logs/mail_logs?filter=zz.*yy&regex=true",
            "/system/logs/mail_logs?filter=zz.*yy&regex=false",
            "/search?q=nothing.of.the.kind",
            "/search?q=no%20such%20thing",
            "/search?q=e",
            "/mail-policies/hat?listener=In",
            "/mail-policies/destinations?sort=domain&order=desc",
            "/monitor/delivery-status?sort=domain&order=desc",
            "/monitor/delivery-status?group=reason&filter=down",
            "/monitor/message-tracking?sender=ana@example.org&outcome=delivered",
            "/monitor/overview?range=90d",
            "/monitor/reports/outgoing-destinations?range=7d&sort=delivered&order=asc&q=a",
            "/network/dns-status?domain=example.org");

    private static final Set<String> OPEN_TO_STRANGERS =
            Set.of("/sign-in", "/sign-in/passkey/options", "/sign-in/refused", "/error");

    /// For those whose password was right and who have no role yet, with the forms below each of them:
    /// TwoStepSignInTest and SecondFactorTest.
    private static final Set<String> BETWEEN_SIGN_IN_STEPS =
            Arrays.stream(SignInStep.values()).map(SignInStep::path).collect(Collectors.toSet());

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void ownFolder(DynamicPropertyRegistry properties) throws IOException {
        OwnPolicy.in(folder, OwnPolicy.QUIET, properties);
    }

    @Autowired
    MockMvc browser;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    private record Route(RequestMethod method, String pattern) {

        String title() {
            return method + " " + pattern;
        }

        /// An address of the route: each place filled with something it takes.
        String address() {
            return pattern.replaceAll("\\{\\w+:[^|{}]*\\\\d[^{}]*(\\{[^{}]*})?[^{}]*}", "1")
                    .replaceAll("\\{\\w+:\\(?([a-z-]+)[^}]*}", "$1")
                    .replaceAll("\\{[^}]*}", "1");
        }

        boolean script() {
            return pattern.startsWith("/api/") || pattern.startsWith("/xml/");
        }
    }

    @TestFactory
    Stream<DynamicTest> every_route_answers_each_role_as_the_rules_say() {
        return routes().map(route -> DynamicTest.dynamicTest(route.title(), () -> check(route)));
    }

    @Test
    void the_console_has_its_pages() {
        assertThat(routes().map(Route::title))
                .contains("GET /monitor/delivery-status", "GET /api/v1/policy", "POST /commit", "GET /system/users");
    }

    /// Links, forms, files and addresses for scripts of every page, and where a page leads on to.
    @TestFactory
    Stream<DynamicTest> below_a_context_path_nothing_leads_out_of_it() {
        Stream<String> pages = routes().filter(route -> route.method() == RequestMethod.GET && !route.script())
                .map(Route::address);
        return Stream.concat(pages, WITH_QUERIES.stream())
                .map(address -> DynamicTest.dynamicTest(address, () -> staysBelow("/gateway", address)));
    }

    private void staysBelow(String context, String address) throws Exception {
        MockHttpServletResponse answer = browser.perform(request(HttpMethod.GET, URI.create(context + address))
                        .contextPath(context)
                        .with(user("somebody").authorities(ADMINISTRATOR.authority()))
                        .accept(MediaType.TEXT_HTML))
                .andReturn()
                .getResponse();
        if (answer.getRedirectedUrl() != null) {
            assertThat(answer.getRedirectedUrl()).startsWith(context + "/");
        }
        if (String.valueOf(answer.getContentType()).startsWith(MediaType.TEXT_HTML_VALUE)) {
            assertThat(answer.getContentAsString())
                    .doesNotContainPattern("(?:href|src|action|data-[a-z-]+)=\"/(?!gateway[/\"])");
        }
    }

    private Stream<Route> routes() {
        return mappings.getHandlerMethods().keySet().stream()
                .flatMap(mapping -> mapping.getPatternValues().stream()
                        .flatMap(pattern -> (mapping.getMethodsCondition()
                                                .getMethods()
                                                .isEmpty()
                                        ? Set.of(RequestMethod.GET, RequestMethod.POST)
                                        : mapping.getMethodsCondition().getMethods())
                                .stream().map(method -> new Route(method, pattern))))
                .distinct()
                .filter(route -> !OPEN_TO_STRANGERS.contains(route.pattern()))
                .filter(route -> BETWEEN_SIGN_IN_STEPS.stream()
                        .noneMatch(step -> (route.pattern() + "/").startsWith(step + "/")))
                .sorted(Comparator.comparing(Route::pattern).thenComparing(Route::method));
    }

    private void check(Route route) throws Exception {
        Role least = least(route)
                .orElseThrow(() -> new AssertionError(
                        route.title() + " stands in no area: say in AREAS which roles may look and change"));
        MockHttpServletResponse stranger = ask(route, anonymous());
        if (route.script()) {
            assertThat(stranger.getStatus()).as("a stranger").isEqualTo(401);
        } else {
            assertThat(stranger.getStatus()).as("a stranger").isEqualTo(302);
            assertThat(stranger.getRedirectedUrl()).endsWith("/sign-in");
        }
        for (Role role : Role.values()) {
            MockHttpServletResponse answer = ask(route, user("somebody").authorities(role.authority()));
            if (role.compareTo(least) > 0) {
                assertThat(answer.getStatus()).as(role.label()).isEqualTo(403);
            } else {
                assertThat(answer.getStatus()).as(role.label()).isNotIn(401, 403);
                assertThat(String.valueOf(answer.getRedirectedUrl())).doesNotEndWith("/sign-in");
            }
        }
    }

    private static Optional<Role> least(Route route) {
        Role exception = EXCEPTIONS.get(route.title());
        if (exception != null) {
            return Optional.of(exception);
        }
        return AREAS.stream()
                .filter(area ->
                        route.address().equals(area.prefix()) || route.address().startsWith(area.prefix() + "/"))
                .max(Comparator.comparingInt(area -> area.prefix().length()))
                .map(area -> route.method() == RequestMethod.GET ? area.look() : area.change());
    }

    /// What the filters and the method rules answer. A route that is let through may well fail on such a bare
    /// request.
    private MockHttpServletResponse ask(Route route, RequestPostProcessor who) throws Exception {
        var bare = request(HttpMethod.valueOf(route.method().name()), route.address())
                .with(who)
                .accept(route.script() ? MediaType.ALL : MediaType.TEXT_HTML);
        try {
            return browser.perform(route.script() ? bare : bare.with(csrf()))
                    .andReturn()
                    .getResponse();
        } catch (ServletException letThrough) {
            return new MockHttpServletResponse();
        }
    }
}
