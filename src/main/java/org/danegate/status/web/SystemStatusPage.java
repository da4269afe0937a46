package org.danegate.status.web;

import java.security.Principal;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import org.danegate.console.Texts;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.status.ActivityCounters;
import org.danegate.status.StatusFact;
import org.danegate.status.SystemStatus;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// System Administration > System Status.
@Controller
@RequestMapping("/system/status")
class SystemStatusPage {

    private static final long MINUTE = 60;
    private static final long HOUR = 3600;
    private static final long DAY = 86_400;

    private final SystemStatus status;
    private final DeliveryEvents events;
    private final InstantSource clock;
    private final Texts texts;

    SystemStatusPage(SystemStatus status, DeliveryEvents events, InstantSource clock, Texts texts) {
        this.status = status;
        this.events = events;
        this.clock = clock;
        this.texts = texts;
    }

    /// An area as the page shows it.
    record ShownArea(String title, List<ShownFact> facts) {}

    /// A fact as the page shows it.
    ///
    /// @param light kind of the badge, `none` for a plain value
    record ShownFact(String label, String value, String light) {}

    /// A counter as the page shows it.
    record ShownCounter(
            String label, String reset, String uptime, String perHour1, String perHour5, String perHour15) {}

    @GetMapping
    String show(Model model) {
        ActivityCounters.Report activity = status.activity();
        model.addAttribute("areas", status.areas().stream().map(this::shown).toList());
        model.addAttribute(
                "counters", activity.readings().stream().map(this::shown).toList());
        model.addAttribute("activity", activity);
        model.addAttribute("now", clock.instant());
        return "status/system-status";
    }

    /// Restarts the Reset column, like the appliance's `resetcounters`.
    @PostMapping("/reset-counters")
    @PreAuthorize("hasRole('OPERATOR')")
    String reset(Principal user, RedirectAttributes redirect) {
        status.resetCounters();
        events.publish(new DeliveryEvent.AdministratorActed(clock.instant(), user.getName(), "reset the counters"));
        redirect.addFlashAttribute("message", texts.of("system-status.was-reset"));
        return "redirect:/system/status";
    }

    private ShownArea shown(SystemStatus.Area area) {
        return new ShownArea(
                texts.of("system-status." + area.name()),
                area.facts().stream().map(fact -> shown(area.name(), fact)).toList());
    }

    private ShownFact shown(String area, StatusFact fact) {
        String name = fact.name();
        String label = name == null ? texts.of("system-status." + area + "." + fact.key()) : name;
        String light = switch (fact.light()) {
            case NONE -> "none";
            case GOOD -> "good";
            case WARN -> "warn";
            case BAD -> "bad";
        };
        return new ShownFact(label, value(fact.value()), light);
    }

    private String value(StatusFact.Value value) {
        return switch (value) {
            case StatusFact.Value.Text text -> text.text();
            case StatusFact.Value.Amount number -> number(number.number());
            case StatusFact.Value.Octets octets -> octets(octets.octets());
            case StatusFact.Value.Seconds seconds -> span(seconds.seconds());
            case StatusFact.Value.Time time ->
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                        .withLocale(LocaleContextHolder.getLocale())
                        .format(time.time().atZone(ZoneId.systemDefault()));
            case StatusFact.Value.Words words ->
                texts.of(words.key(), words.places().toArray());
        };
    }

    private ShownCounter shown(ActivityCounters.Reading r) {
        return new ShownCounter(
                texts.of("system-status.counter." + r.counter().name().toLowerCase(Locale.ROOT)),
                number(r.reset()),
                number(r.uptime()),
                number(r.perHour1()),
                number(r.perHour5()),
                number(r.perHour15()));
    }

    private static String number(long number) {
        return String.format(LocaleContextHolder.getLocale(), "%,d", number);
    }

    private static String octets(long octets) {
        if (octets < 1 << 20) {
            return number(octets >> 10) + " KiB";
        }
        return octets < 1L << 33 ? number(octets >> 20) + " MiB" : number(octets >> 30) + " GiB";
    }

    private static String span(long seconds) {
        if (seconds < HOUR) {
            return seconds / MINUTE + " min " + seconds % MINUTE + " s";
        }
        return seconds < DAY
                ? seconds / HOUR + " h " + seconds % HOUR / MINUTE + " min"
                : seconds / DAY + " d " + seconds % DAY / HOUR + " h";
    }
}
