package org.danegate.console.web;

import org.danegate.console.ConsoleSearch;
import org.danegate.console.ConsoleSearch.Answer;
import org.danegate.console.SearchWords;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The search of the top bar: it leads to the page that the words name, or lists what they may mean.
@Controller
class SearchPage {

    private static final String SEARCHED = "searched";

    private final ConsoleSearch search;

    SearchPage(ConsoleSearch search) {
        this.search = search;
    }

    /// The page for the typed words, or the results. The words stay in the box.
    @GetMapping("/search")
    String search(
            @RequestParam(name = "q", defaultValue = "") String typed,
            Authentication user,
            Model model,
            RedirectAttributes redirect) {
        SearchWords words = SearchWords.of(typed);
        Answer answer = words.searchable() ? search.find(words, user) : Answer.Lists.NONE;
        return switch (answer) {
            case Answer.Opens opens -> {
                redirect.addFlashAttribute(SEARCHED, words.text());
                yield "redirect:" + opens.address();
            }
            case Answer.Lists lists -> {
                model.addAttribute(SEARCHED, words.text());
                model.addAttribute("words", words);
                model.addAttribute("results", lists);
                yield "console/search";
            }
        };
    }
}
