package org.danegate.fleet.web;

import java.security.Principal;
import org.danegate.console.Texts;
import org.danegate.fleet.FleetDesk;
import org.danegate.fleet.FleetNode;
import org.danegate.fleet.FleetView;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// System Administration > Nodes.
@Controller
@RequestMapping("/system/nodes")
class NodesPage {

    private static final String VIEW = "fleet/nodes";

    private final FleetDesk desk;
    private final Texts texts;

    NodesPage(FleetDesk desk, Texts texts) {
        this.desk = desk;
        this.texts = texts;
    }

    @GetMapping
    String show(Model model) {
        fill(model);
        return VIEW;
    }

    /// Only the rows, which a script of the page renews.
    @GetMapping("/rows")
    String rows(Model model) {
        fill(model);
        return VIEW + " :: rows";
    }

    private void fill(Model model) {
        FleetView view = desk.view();
        model.addAttribute("fleet", view);
        model.addAttribute(
                "nodes",
                view.nodes().stream()
                        .map(node -> ShownNode.of(node, view, texts))
                        .toList());
        model.addAttribute(
                "keys",
                view.differences().stream()
                        .map(key -> ShownNode.Key.of(key, texts))
                        .toList());
    }

    @PostMapping("/{id}/drain")
    @PreAuthorize("hasRole('OPERATOR')")
    String drain(@PathVariable String id, Principal user, RedirectAttributes redirect) {
        String name = name(id);
        return done(desk.drain(id, user.getName()), "fleet.drained", name, redirect);
    }

    @PostMapping("/{id}/resume")
    @PreAuthorize("hasRole('OPERATOR')")
    String resume(@PathVariable String id, Principal user, RedirectAttributes redirect) {
        String name = name(id);
        return done(desk.resume(id, user.getName()), "fleet.resumed", name, redirect);
    }

    @PostMapping("/{id}/forget")
    @PreAuthorize("hasRole('OPERATOR')")
    String forget(@PathVariable String id, Principal user, RedirectAttributes redirect) {
        String name = name(id);
        return done(desk.forget(id, user.getName()), "fleet.forgotten", name, redirect);
    }

    private String name(String id) {
        return desk.view()
                .find(id)
                .map(FleetNode::standing)
                .map(node -> node.name())
                .orElse(id);
    }

    private String done(FleetDesk.Outcome outcome, String done, String name, RedirectAttributes redirect) {
        switch (outcome) {
            case DONE -> redirect.addFlashAttribute("message", texts.of(done, name));
            case UNKNOWN -> redirect.addFlashAttribute("problem", texts.of("fleet.unknown"));
            case WORKS -> redirect.addFlashAttribute("problem", texts.of("fleet.works", name));
            case NOT_REACHED -> redirect.addFlashAttribute("problem", texts.of("fleet.not-reached", name));
        }
        return "redirect:/system/nodes";
    }
}
