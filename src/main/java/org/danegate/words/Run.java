package org.danegate.words;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.danegate.access.Role;
import org.danegate.address.OutsideText;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// One run of a word: who says it, where it prints, and the rooms that do it.
public record Run(WordUser user, Screen screen, WordRooms rooms) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// The appliance's form of a time, `Thu Aug 13 14:29:42 2020 EDT`.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss yyyy zzz", Locale.US);

    /// Prints one line. What others chose in it cannot control the terminal.
    public void line(String text) {
        screen.out(OutsideText.line(text) + "\n");
    }

    /// Prints several lines, each with its line end.
    public void lines(String text) {
        screen.out(OutsideText.lines(text));
    }

    /// Prints a line of standard error, as commands do.
    public void problem(String text) {
        screen.err("danegate: " + OutsideText.line(text) + "\n");
    }

    /// Prints facts as indented JSON.
    public void json(Object facts) {
        screen.out(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(facts) + "\n");
    }

    /// Prints facts as JSON in one line, for words that go on.
    public void jsonLine(Object facts) {
        screen.out(JSON.writeValueAsString(facts) + "\n");
    }

    /// The present time.
    public Instant now() {
        return rooms.clock().instant();
    }

    /// A time in the appliance's form and the server's zone.
    public String time(Instant at) {
        return TIME.withZone(rooms.zone()).format(at);
    }

    /// An argument, or what is typed at the terminal when it is not given; an empty line is the default.
    ///
    /// @param given null when the argument is not given
    /// @param standard empty when there is none
    /// @throws NotRun without argument and terminal, or when nothing was typed and there is no default
    public String argument(@Nullable String given, String question, String standard, String name) throws NotRun {
        if (given != null) {
            return given;
        }
        if (!screen.asks()) {
            return standard(standard, name);
        }
        String typed = screen.ask(question + (standard.isEmpty() ? "" : "\n[" + standard + "]") + "> ")
                .orElseThrow(() -> new NotRun("nothing was answered, and nothing was done"))
                .strip();
        return typed.isEmpty() ? standard(standard, name) : typed;
    }

    private static String standard(String standard, String name) throws NotRun {
        if (standard.isEmpty()) {
            throw new NotRun("argument " + name + " is missing");
        }
        return standard;
    }

    /// Asks before something that cannot be undone.
    ///
    /// @param yes whether `--yes` is given
    /// @throws NotRun without `--yes` and terminal
    public boolean sure(boolean yes, String question) throws NotRun {
        if (yes) {
            return true;
        }
        String typed = screen.ask(question + " [N]> ")
                .orElseThrow(() -> new NotRun("this needs --yes where nobody can be asked"));
        return typed.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    /// Demands a role for a part of a word.
    ///
    /// @throws NotRun when the user does not have it
    public void demand(Role needed, String what) throws NotRun {
        if (!user.mayAct(needed)) {
            throw new NotRun(what + " needs the role " + needed.label() + "; yours is "
                    + user.role().label());
        }
    }
}
