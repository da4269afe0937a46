package org.danegate.destinations.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.danegate.config.DestinationEdits;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.policy.DestinationProfile;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Mail Policies > Destination Controls: the forms of the entries.
@Controller
class DestinationPages {

    private static final String LIST = DestinationListState.LIST;

    private final WorkingPolicy working;
    private final DestinationEdits edits;
    private final DestinationFormView view;
    private final DestinationSubmits submits;
    private final Texts texts;

    DestinationPages(
            WorkingPolicy working,
            DestinationEdits edits,
            DestinationFormView view,
            DestinationSubmits submits,
            Texts texts) {
        this.working = working;
        this.edits = edits;
        this.view = view;
        this.submits = submits;
        this.texts = texts;
    }

    @GetMapping(LIST + "/new")
    String add(@RequestParam(defaultValue = "") String domain, Model model) {
        DestinationForm form = DestinationForm.blank(defaults());
        form.setDomain(domain);
        return view.show(form, form.faults(), DestinationFormView.NEW, model);
    }

    /// The form of a domain's entry, for links without an id; the list if the entry no longer exists.
    @GetMapping(LIST + "/entry")
    String find(@RequestParam String domain, RedirectAttributes redirect) {
        Optional<DestinationEdits.Stored> stored = edits.find(domain.strip());
        if (stored.isEmpty()) {
            redirect.addAttribute("filter", domain);
        }
        return "redirect:" + LIST + stored.map(s -> "/" + s.id()).orElse("");
    }

    @GetMapping(LIST + "/{id:\\d+}")
    String edit(@PathVariable long id, Model model) {
        DestinationEdits.Stored stored =
                edits.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        DestinationForm form = DestinationForm.of(stored.entry(), stored.version(), defaults());
        return view.show(form, form.faults(), String.valueOf(id), model);
    }

    @PostMapping(LIST + "/new")
    @PreAuthorize("hasRole('OPERATOR')")
    String create(
            @RequestParam Map<String, String> typed,
            @RequestParam(defaultValue = "0") long version,
            Model model,
            Principal user,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        return submits.submit(subject(null, version, user), DestinationForm.posted(typed), model, redirect, response);
    }

    @PostMapping(LIST + "/{id:\\d+}")
    @PreAuthorize("hasRole('OPERATOR')")
    String change(
            @PathVariable long id,
            @RequestParam Map<String, String> typed,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam(required = false) @Nullable List<String> take,
            Model model,
            Principal user,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        DestinationForm form = DestinationForm.posted(typed);
        edits.find(id)
                .filter(s -> s.version() == version)
                .ifPresent(
                        s -> DestinationSubmits.take(form, take, DestinationForm.of(s.entry(), version, defaults())));
        return submits.submit(subject(id, version, user), form, model, redirect, response);
    }

    /// @param id null for a new entry
    private DestinationSubmits.Subject subject(@Nullable Long id, long version, Principal user) {
        return new DestinationSubmits.Subject(
                id == null ? DestinationFormView.NEW : id.toString(),
                entry -> edits.submit(id, version, entry, user.getName()),
                entry -> texts.of("destinations.submitted", entry.pattern()),
                () -> Optional.ofNullable(id).flatMap(edits::find));
    }

    private DestinationProfile defaults() {
        return working.policy().destinationControls().defaultProfile();
    }
}
