package org.danegate.verify.web;

import java.util.List;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.console.SearchGroup;
import org.danegate.console.SearchHit;
import org.danegate.console.SearchHit.Certainty;
import org.danegate.console.SearchTarget;
import org.danegate.console.SearchWords;
import org.danegate.console.Texts;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// `verify example.org` in the search leads to daneverify with the domain filled in.
@Component
@Order(10)
class VerifyAct implements SearchTarget {

    private final Texts texts;

    VerifyAct(Texts texts) {
        this.texts = texts;
    }

    @Override
    public List<SearchGroup> find(SearchWords words) {
        Optional<DomainName> domain = words.after(texts.withEnglish("daneverify.search.verbs"))
                .flatMap(rest -> DomainField.read(rest.text()));
        return List.of(SearchGroup.of(
                "search.kind.acts", domain.map(this::hit).stream().toList()));
    }

    private SearchHit hit(DomainName domain) {
        return new SearchHit(
                texts.of("daneverify.search.act", domain.display()),
                texts.of("daneverify.search.detail"),
                SearchHit.address("/monitor/daneverify?domain={value}", domain.ascii()),
                domain.ascii().contains(".") ? Certainty.EXACT : Certainty.PART);
    }
}
