package org.danegate.words;

import java.io.IOException;
import org.danegate.access.Role;
import org.danegate.control.Caller;
import org.danegate.control.ControlAct;
import org.danegate.control.Request;
import org.danegate.words.wire.WordNames;

/// Words said on the server's own host, by root or the server's user: both could read and write every file of the
/// server anyway, so both are administrators.
final class LocalWords implements ControlAct {

    private final Words words;

    LocalWords(Words words) {
        this.words = words;
    }

    @Override
    public boolean isMeantBy(String word) {
        return WordNames.ALL.contains(word) || Words.isHelp(word);
    }

    @Override
    public int run(Request request, Caller caller) throws IOException {
        try (FrameScreen screen = FrameScreen.over(caller.to(), caller.from(), request)) {
            return words.run(request.words(), new WordUser(caller.user(), Role.ADMINISTRATOR, "local"), screen);
        }
    }
}
