package org.danegate.console.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Refuses requests of scripts with parts that the server would ignore: unknown query parameters, and a body where none
/// is accepted. If they were ignored silently, the script would think they took effect.
@Component
class StrictRequests implements HandlerInterceptor, WebMvcConfigurer {

    private static final int READ = 64 * 1024;

    private final JsonMapper json = JsonMapper.builder().build();

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (handler instanceof HandlerMethod method) {
            checkParameters(request, parameters(method));
            if (!takesBody(method)) {
                body(request).ifPresent(said -> {
                    throw fault(said);
                });
            }
        }
        return true;
    }

    private static void checkParameters(HttpServletRequest request, Set<String> known) {
        given(request).stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw fault("Unknown query parameter: " + name + ". Known: "
                            + (known.isEmpty() ? "none" : String.join(", ", known)) + ".");
                });
    }

    private static Set<String> parameters(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .flatMap(StrictRequests::names)
                .collect(Collectors.toCollection(java.util.TreeSet::new));
    }

    /// The names that a parameter of a method is read from: its own, or those of the parts of a record.
    private static Stream<String> names(MethodParameter parameter) {
        if (parameter.hasParameterAnnotation(RequestParam.class)) {
            return Stream.of(name(parameter));
        }
        return parameter.hasParameterAnnotation(ModelAttribute.class)
                        && parameter.getParameterType().isRecord()
                ? Arrays.stream(parameter.getParameterType().getRecordComponents())
                        .map(RecordComponent::getName)
                : Stream.empty();
    }

    private static String name(MethodParameter parameter) {
        RequestParam annotation = parameter.getParameterAnnotation(RequestParam.class);
        return annotation == null || annotation.name().isEmpty()
                ? parameter.getParameter().getName()
                : annotation.name();
    }

    private static List<String> given(HttpServletRequest request) {
        String query = request.getQueryString();
        if (query == null) {
            return List.of();
        }
        return Arrays.stream(query.split("&"))
                .map(pair -> pair.contains("=") ? pair.substring(0, pair.indexOf('=')) : pair)
                .filter(name -> !name.isEmpty())
                .map(StrictRequests::decoded)
                .toList();
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return name;
        }
    }

    private static boolean takesBody(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters()).anyMatch(p -> p.hasParameterAnnotation(RequestBody.class));
    }

    /// The fault of a body where none is accepted; an absent body and an empty object are fine.
    private Optional<String> body(HttpServletRequest request) throws IOException {
        long length = request.getContentLengthLong();
        if (length == 0 || length < 0 && request.getHeader("Transfer-Encoding") == null) {
            return Optional.empty();
        }
        String text = new String(request.getInputStream().readNBytes(READ), StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? Optional.empty() : content(text);
    }

    private Optional<String> content(String text) {
        try {
            JsonNode body = json.readTree(text);
            if (body.isObject()) {
                return body.propertyNames().stream()
                        .findFirst()
                        .map(name -> "Unknown property: " + name + ". This request takes none.");
            }
        } catch (JacksonException noJson) {
            return Optional.of("This request takes no body.");
        }
        return Optional.of("This request takes no body.");
    }

    private static ErrorResponseException fault(String detail) {
        return new ErrorResponseException(
                HttpStatus.BAD_REQUEST, ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail), null);
    }
}
