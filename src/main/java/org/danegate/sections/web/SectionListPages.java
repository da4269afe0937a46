package org.danegate.sections.web;

import static org.danegate.sections.web.SectionPlaces.section;

import java.security.Principal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.danegate.config.Submission;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.policy.Policy;
import org.danegate.wording.Fault;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// A list for each {@link PolicySection}, with the actions on its rows.
@Controller
@RequestMapping(PolicySection.PAGES)
class SectionListPages {

    private final WorkingPolicy working;
    private final SectionPlaces places;
    private final SectionEdits edits;
    private final SectionRows rows;
    private final Texts texts;

    SectionListPages(WorkingPolicy working, SectionPlaces places, SectionEdits edits, SectionRows rows, Texts texts) {
        this.working = working;
        this.places = places;
        this.edits = edits;
        this.rows = rows;
        this.texts = texts;
    }

    @GetMapping
    String list(
            @PathVariable String menu,
            @PathVariable String page,
            @RequestParam(defaultValue = "") String listener,
            @RequestParam(defaultValue = "") String client,
            Model model,
            RedirectAttributes redirect) {
        PolicySection section = section(menu, page);
        if (places.gone(section, listener)) {
            return listenerGone(section, listener, redirect);
        }
        Policy policy = working.policy();
        List<Fault> violations = working.violations();
        // Without any listener there is no place, and the page says so.
        SectionPlace place =
                policy.listeners().isEmpty() && section.ofListener() ? null : places.place(section, listener);
        model.addAttribute("area", section);
        model.addAttribute("place", place);
        model.addAttribute("listeners", section.ofListener() ? policy.listeners() : List.of());
        model.addAttribute("rows", place == null ? List.of() : rows.of(policy, place, violations));
        model.addAttribute("version", places.version(section));
        model.addAttribute("defaultInterface", policy.virtualGateways().defaultInterface());
        model.addAttribute("tester", HatTester.of(policy, place, client));
        return "sections/list";
    }

    @PostMapping("/{position:\\d+}/delete")
    @PreAuthorize("hasRole('OPERATOR')")
    String delete(
            @PathVariable String menu,
            @PathVariable String page,
            @PathVariable int position,
            @RequestParam long version,
            @RequestParam(defaultValue = "") String listener,
            Principal user,
            RedirectAttributes redirect) {
        UnaryOperator<List<Map<String, Object>>> edit = items -> {
            if (position < items.size()) {
                items.remove(position);
            }
            return items;
        };
        return change(
                section(menu, page),
                listener,
                redirect,
                place -> edits.change(place, version, edit, "deletion", user.getName()));
    }

    @PostMapping("/{position:\\d+}/{direction:up|down}")
    @PreAuthorize("hasRole('OPERATOR')")
    String move(
            @PathVariable String menu,
            @PathVariable String page,
            @PathVariable int position,
            @PathVariable String direction,
            @RequestParam long version,
            @RequestParam(defaultValue = "") String listener,
            Principal user,
            RedirectAttributes redirect) {
        int to = direction.equals("up") ? position - 1 : position + 1;
        UnaryOperator<List<Map<String, Object>>> edit = items -> {
            if (to >= 0 && Math.max(to, position) < items.size()) {
                Collections.swap(items, position, to);
            }
            return items;
        };
        return change(
                section(menu, page),
                listener,
                redirect,
                place -> edits.change(place, version, edit, "order", user.getName()));
    }

    /// Submits a change of the list of the listener, if there still is one.
    private String change(
            PolicySection section,
            String listener,
            RedirectAttributes redirect,
            Function<SectionPlace, Submission> submit) {
        if (places.gone(section, listener)) {
            return listenerGone(section, listener, redirect);
        }
        SectionPlace place = places.place(section, listener);
        if (submit.apply(place) instanceof Submission.Stale stale) {
            redirect.addFlashAttribute("problem", texts.of(stale.why()));
        } else {
            redirect.addFlashAttribute("message", texts.of("config.submitted.section"));
        }
        return "redirect:" + place.address();
    }

    private String listenerGone(PolicySection section, String listener, RedirectAttributes redirect) {
        redirect.addFlashAttribute("problem", texts.of("sections.listener.gone.list", listener));
        return "redirect:" + section.address();
    }
}
