package org.danegate.console.web;

import java.util.concurrent.Semaphore;
import org.danegate.console.ConsoleSearch;
import org.danegate.console.ConsoleSearch.Answer;
import org.danegate.console.SearchWords;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/// What the search of the top bar suggests while somebody types: the best hits of the search itself, as a part of a
/// page.
@Controller
class SuggestionsPage {

    /// The most suggestions.
    static final int MOST = 10;

    /// The fewest characters for which there are any.
    static final int SHORTEST = 2;

    /// Searches at once for the suggestions of all users together; a search that is sent does not wait for them.
    private static final int AT_ONCE = 4;

    private final ConsoleSearch search;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    SuggestionsPage(ConsoleSearch search) {
        this.search = search;
    }

    /// Answers 429 while too many others are typing.
    @GetMapping("/search/suggestions")
    String suggestions(@RequestParam(name = "q", defaultValue = "") String typed, Authentication user, Model model) {
        if (!turns.tryAcquire()) {
            throw new ResponseStatusException(HttpStatus.TOO_MANY_REQUESTS);
        }
        try {
            SearchWords words = SearchWords.of(typed);
            boolean enough = words.searchable() && words.text().length() >= SHORTEST;
            Answer.Lists hits = enough ? search.hits(words, user) : Answer.Lists.NONE;
            model.addAttribute("words", words);
            model.addAttribute("groups", hits.best(MOST));
            return "console/suggestions :: list";
        } finally {
            turns.release();
        }
    }
}
