package org.danegate.console;

import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/// The lights that the rooms contribute, in the reader's language.
@Component
class TopBarLights {

    private final ObjectProvider<FrameLights> lights;
    private final MessageSource texts;

    TopBarLights(ObjectProvider<FrameLights> lights, MessageSource texts) {
        this.lights = lights;
        this.texts = texts;
    }

    /// Their state now, in the order of the rooms.
    List<Frame.Shown> now(Locale locale) {
        return lights.orderedStream()
                .map(FrameLights::now)
                .map(light -> shown(light, locale))
                .toList();
    }

    private Frame.Shown shown(FrameLight light, Locale locale) {
        String key = "light." + light.name();
        String state = light.state().name().toLowerCase(Locale.ROOT);
        return new Frame.Shown(
                texts.getMessage(key, null, locale),
                texts.getMessage(key + "." + state, light.places().toArray(), locale),
                light.state(),
                light.path());
    }
}
