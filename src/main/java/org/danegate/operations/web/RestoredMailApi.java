package org.danegate.operations.web;

import java.security.Principal;
import java.util.Map;
import org.danegate.operations.QueueDesk.Act;
import org.danegate.operations.RestoredMailDesk;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Mail that a backup brought back and that is held, for scripts.
@RestController
@RequestMapping("/api/v1/queue/restored")
class RestoredMailApi {

    private final RestoredMailDesk desk;

    RestoredMailApi(RestoredMailDesk desk) {
        this.desk = desk;
    }

    /// `held` is null when there is none.
    record Answer(RestoredMailDesk.@Nullable Held held) {}

    @GetMapping
    Answer held() {
        return new Answer(desk.held().orElse(null));
    }

    @PostMapping("/release")
    Map<String, Integer> release(Principal principal) {
        return Map.of("released", desk.all(Act.RELEASE, principal.getName()));
    }

    @PostMapping("/delete")
    Map<String, Integer> delete(Principal principal) {
        return Map.of("deleted", desk.all(Act.DELETE, principal.getName()));
    }
}
