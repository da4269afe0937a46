package org.danegate.sections.web;

import static org.danegate.sections.web.SectionPlaces.section;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.danegate.config.Submission;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.policy.ListenerSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// A form for the objects of each {@link PolicySection}. The rules of the policy file check the forms.
@Controller
@RequestMapping(PolicySection.PAGES)
class SectionPages {

    private static final String FORM = "sections/form";

    private final WorkingPolicy working;
    private final SectionPlaces places;
    private final SectionEdits edits;
    private final SectionOffers offers;
    private final Texts texts;

    SectionPages(WorkingPolicy working, SectionPlaces places, SectionEdits edits, SectionOffers offers, Texts texts) {
        this.working = working;
        this.places = places;
        this.edits = edits;
        this.offers = offers;
        this.texts = texts;
    }

    @GetMapping("/new")
    String fresh(
            @PathVariable String menu,
            @PathVariable String page,
            @RequestParam(defaultValue = "") String listener,
            @RequestParam(defaultValue = "") String preset,
            Model model) {
        PolicySection section = section(menu, page);
        SectionView view = SectionView.of(
                section.fields(),
                -1,
                places.version(section),
                CollectorPreset.over(NewObjects.of(section), section, preset));
        return show(view, places.place(section, listener), model);
    }

    @GetMapping("/{position:\\d+}")
    String edit(
            @PathVariable String menu,
            @PathVariable String page,
            @PathVariable int position,
            @RequestParam(defaultValue = "") String listener,
            @RequestParam(defaultValue = "") String preset,
            Model model) {
        PolicySection section = section(menu, page);
        SectionPlace place = places.place(section, listener);
        List<Map<String, Object>> items = SectionList.of(working.policy(), place);
        if (position >= items.size()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        Map<String, Object> item = CollectorPreset.over(items.get(position), section, preset);
        return show(SectionView.of(section.fields(), position, places.version(section), item), place, model);
    }

    @PostMapping({"/new", "/{position:\\d+}"})
    @PreAuthorize("hasRole('OPERATOR')")
    String submit(
            @PathVariable String menu,
            @PathVariable String page,
            @PathVariable(required = false) @Nullable Integer position,
            @RequestParam long version,
            @RequestParam(defaultValue = "") String listener,
            @RequestParam Map<String, String> parameters,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        PolicySection section = section(menu, page);
        SectionView view = SectionView.typed(section.fields(), position == null ? -1 : position, version, parameters);
        if (places.gone(section, listener)) {
            response.setStatus(HttpStatus.CONFLICT.value());
            return listenerGone(section, view, listener, model);
        }
        SectionPlace place = places.place(section, listener);
        Map<String, List<String>> typed = view.typedFaults(texts);
        if (!typed.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return show(view.with(version, typed), place, model);
        }
        String name = view.values().getOrDefault(section.key().key(), "");
        return switch (edits.put(place, view, name, user.getName())) {
            case Submission.Submitted done -> {
                redirect.addFlashAttribute("message", texts.of("config.submitted", name));
                yield "redirect:" + place.address();
            }
            case Submission.Rejected rejected -> {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                yield show(view.refused(rejected.faults(), texts), place, model);
            }
            case Submission.Stale stale -> {
                response.setStatus(HttpStatus.CONFLICT.value());
                yield show(view.stale(places.version(section), stale, texts), place, model);
            }
        };
    }

    /// Keeps the typed text and asks for the listener that it belongs to.
    private String listenerGone(PolicySection section, SectionView view, String listener, Model model) {
        model.addAttribute(
                "listeners",
                working.policy().listeners().stream()
                        .map(ListenerSettings::name)
                        .toList());
        Map<String, List<String>> fault = Map.of("listener", List.of(texts.of("sections.listener.gone", listener)));
        return show(view.with(view.version(), fault), new SectionPlace(section, "", ""), model);
    }

    private String show(SectionView view, SectionPlace place, Model model) {
        model.addAttribute("area", place.section());
        model.addAttribute("place", place);
        model.addAttribute("offers", offers.of(working.policy()));
        model.addAttribute("view", view);
        model.addAttribute("schedule", RetryDrawing.of(view));
        model.addAttribute(
                "presets",
                place.section() == PolicySection.LOG_SUBSCRIPTIONS ? List.of(CollectorPreset.values()) : List.of());
        return FORM;
    }
}
