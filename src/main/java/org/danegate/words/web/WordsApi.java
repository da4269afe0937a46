package org.danegate.words.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.danegate.access.Role;
import org.danegate.control.Request;
import org.danegate.words.FrameScreen;
import org.danegate.words.Screen;
import org.danegate.words.WordUser;
import org.danegate.words.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.core.Authentication;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Runs a word for a script: with the whole answer as JSON, or with frames while the word goes on, which the launcher's
/// `--url` asks for.
@RestController
class WordsApi {

    static final String FRAMES = "application/vnd.danegate.frames";

    private final Words words;

    WordsApi(Words words) {
        this.words = words;
    }

    /// A word to run.
    ///
    /// @param words the word and its arguments
    /// @param input the file that goes with it; none when absent
    public record WordRequest(
            @Nullable List<@Nullable String> words,
            @Nullable String input) {}

    /// What a word printed.
    ///
    /// @param status its exit status
    public record Answer(int status, String out, String err) {}

    @PostMapping(path = "/api/v1/words", produces = MediaType.APPLICATION_JSON_VALUE)
    Answer whole(@RequestBody WordRequest request, Authentication user, HttpServletRequest from) {
        WholeScreen screen = new WholeScreen(read(request).input());
        int status = words.run(read(request).words(), user(user, from), screen);
        return new Answer(status, screen.out(), screen.err());
    }

    @PostMapping(path = "/api/v1/words", produces = FRAMES)
    void frames(
            @RequestBody WordRequest request, Authentication user, HttpServletRequest from, HttpServletResponse answer)
            throws IOException {
        Request read = read(request);
        answer.setContentType(FRAMES);
        answer.setHeader("X-Accel-Buffering", "no");
        answer.flushBuffer();
        try (FrameScreen screen =
                FrameScreen.over(new DataOutputStream(new BufferedOutputStream(answer.getOutputStream())), read)) {
            screen.end(words.run(read.words(), user(user, from), screen));
        }
    }

    private static Request read(WordRequest request) {
        List<@Nullable String> said = request.words() == null ? List.of() : request.words();
        if (said.isEmpty() || said.size() > Request.MOST_WORDS || said.contains(null)) {
            throw new ErrorResponseException(
                    HttpStatus.BAD_REQUEST,
                    ProblemDetail.forStatusAndDetail(
                            HttpStatus.BAD_REQUEST,
                            "\"words\" must be the word and its arguments, 1 to " + Request.MOST_WORDS + " texts."),
                    null);
        }
        List<String> all =
                said.stream().flatMap(one -> Optional.ofNullable(one).stream()).toList();
        return new Request(all, false, request.input() == null ? "" : request.input());
    }

    private static WordUser user(Authentication user, HttpServletRequest from) {
        Role role = Arrays.stream(Role.values())
                .filter(one -> user.getAuthorities().contains(one.authority()))
                .findFirst()
                .orElse(Role.HELP_DESK);
        return new WordUser(user.getName(), role, from.getRemoteAddr());
    }

    /// Collects what is printed.
    private static final class WholeScreen implements Screen {

        private final StringBuilder printed = new StringBuilder();
        private final StringBuilder problems = new StringBuilder();
        private final String input;

        WholeScreen(String input) {
            this.input = input;
        }

        String out() {
            return printed.toString();
        }

        String err() {
            return problems.toString();
        }

        @Override
        public void out(String text) {
            printed.append(text);
        }

        @Override
        public void err(String text) {
            problems.append(text);
        }

        @Override
        public boolean follows() {
            return false;
        }

        /// Nobody can go while the answer is collected, so this only lets time pass.
        @Override
        public boolean endedWithin(Duration time) throws InterruptedException {
            return new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public String input() {
            return input;
        }
    }
}
