package org.danegate.console;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;
import org.springframework.web.servlet.i18n.LocaleChangeInterceptor;

/// The console's languages: English and Spanish. The browser's preference applies until the user chooses with
/// `?language=`; a cookie keeps the choice. Log lines, transcripts and the HTTP API stay English.
@Configuration(proxyBeanMethods = false)
class LanguageConfiguration implements WebMvcConfigurer {

    /// The supported languages; browsers that want none of them get the first one.
    static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.of("es"));

    private static final String BUNDLES = "classpath*:messages/*.properties";

    /// The texts of all rooms: `messages/<room>.properties`, and `_es` for Spanish.
    @Bean
    MessageSource messageSource() throws IOException {
        ResourceBundleMessageSource source = new ResourceBundleMessageSource();
        source.setBasenames(Arrays.stream(new PathMatchingResourcePatternResolver().getResources(BUNDLES))
                .map(Resource::getFilename)
                .filter(Objects::nonNull)
                .filter(name -> !name.contains("_"))
                .map(name -> "messages/" + name.substring(0, name.length() - ".properties".length()))
                .sorted()
                .distinct()
                .toArray(String[]::new));
        source.setDefaultEncoding("UTF-8");
        source.setFallbackToSystemLocale(false);
        return source;
    }

    @Bean
    Texts texts(MessageSource bundles) {
        return new Texts(bundles);
    }

    @Bean
    LocaleResolver localeResolver() {
        CookieLocaleResolver resolver = new CookieLocaleResolver("language");
        resolver.setCookieHttpOnly(true);
        resolver.setCookieSameSite("Lax");
        resolver.setDefaultLocaleFunction(LanguageConfiguration::wished);
        return resolver;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        LocaleChangeInterceptor change = new SupportedLanguages();
        change.setParamName("language");
        change.setIgnoreInvalidLocale(true);
        change.setHttpMethods("GET");
        registry.addInterceptor(change);
    }

    private static Locale wished(HttpServletRequest request) {
        String wish = request.getHeader("Accept-Language");
        if (wish == null) {
            return LANGUAGES.getFirst();
        }
        try {
            Locale match = Locale.lookup(Locale.LanguageRange.parse(wish), LANGUAGES);
            return match == null ? LANGUAGES.getFirst() : match;
        } catch (IllegalArgumentException e) {
            return LANGUAGES.getFirst();
        }
    }

    /// Accepts only the supported languages.
    private static final class SupportedLanguages extends LocaleChangeInterceptor {

        @Override
        protected Locale parseLocaleValue(String value) {
            Locale locale = Locale.forLanguageTag(value);
            if (!LANGUAGES.contains(locale)) {
                throw new IllegalArgumentException("no such language");
            }
            return locale;
        }
    }
}
