package org.danegate.console;

import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Configuration;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;
import org.thymeleaf.spring6.SpringTemplateEngine;

/// Adds the fingerprint of their content to links to scripts, styles and images, and leaves links to pages unchanged.
/// Without this restriction, each link of each page is searched for among the files of the jar, which took most of a
/// page's time.
@Configuration(proxyBeanMethods = false)
class LinkConfiguration {

    LinkConfiguration(ObjectProvider<SpringTemplateEngine> engines) {
        engines.ifAvailable(engine -> engine.setLinkBuilder(new PageLinks()));
    }

    private static final class PageLinks extends StandardLinkBuilder {

        private static final Pattern FILE = Pattern.compile("[^?#]*\\.(?:css|js|svg|png|ico|woff2)(?:[?#].*)?");

        @Override
        protected String processLink(IExpressionContext context, String link) {
            return FILE.matcher(link).matches() ? super.processLink(context, link) : link;
        }
    }
}
