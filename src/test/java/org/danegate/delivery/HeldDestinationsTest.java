package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.danegate.address.MailAddress;
import org.danegate.event.Lane;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.NewMessage;
import org.danegate.queue.embedded.EmbeddedMessageQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A real queue, and what an administrator does at the very moment when mail is paused: no mail stays behind.
class HeldDestinationsTest {

    private static final String DESTINATION = "receiver.test";
    private static final Lane LANE = new Lane(true, "");

    /// When the administrator acts.
    enum Moment {
        BEFORE_THE_PAUSE,
        AFTER_THE_PAUSE
    }

    @TempDir
    Path folder;

    private final EngineRig.Orders orders = new EngineRig.Orders();
    private final EngineRig.Commits policy = new EngineRig.Commits(Policy.defaults());
    private EmbeddedMessageQueue queue;
    private HeldDestinations held;
    private Moment moment = Moment.BEFORE_THE_PAUSE;
    private @Nullable Runnable once;

    @BeforeEach
    void one_message_waits() throws IOException {
        queue = new EmbeddedMessageQueue(folder, InstantSource.system(), EmbeddedMessageQueue.Settings.defaults());
        queue.accept(new NewMessage(
                queue.nextMid(),
                EngineRig.envelope("s@origin.test", true),
                List.of(new NewMessage.Recipient(MailAddress.parse("r@" + DESTINATION), "", "")),
                "x\r\n".getBytes(StandardCharsets.US_ASCII),
                Instant.now()));
        held = new HeldDestinations(interrupted(), policy, orders);
        held.start();
    }

    @AfterEach
    void close() {
        queue.close();
    }

    private MessageQueue interrupted() {
        InvocationHandler handler = (self, method, arguments) -> paused(method, arguments);
        return (MessageQueue) Proxy.newProxyInstance(
                MessageQueue.class.getClassLoader(), new Class<?>[] {MessageQueue.class}, handler);
    }

    private @Nullable Object paused(Method method, Object[] arguments) throws ReflectiveOperationException {
        Runnable what = once;
        once = null;
        if (what != null && moment == Moment.BEFORE_THE_PAUSE) {
            what.run();
        }
        Object result = method.invoke(queue, arguments);
        if (what != null && moment == Moment.AFTER_THE_PAUSE) {
            what.run();
        }
        return result;
    }

    private boolean isDue() {
        return queue.due(Instant.now(), 10).contains(DESTINATION);
    }

    @ParameterizedTest
    @EnumSource
    void delivery_goes_on_when_it_is_resumed_while_it_is_being_suspended(Moment when) {
        moment = when;
        orders.suspend(DESTINATION);
        once = () -> orders.resume(DESTINATION);

        held.suspend(DESTINATION);

        assertThat(isDue()).isTrue();
        orders.suspend(DESTINATION);
        held.suspend(DESTINATION);
        assertThat(isDue()).isFalse();
        orders.resume(DESTINATION);
        assertThat(isDue()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void a_limit_is_void_when_another_policy_is_committed_while_mail_is_being_paused(Moment when) {
        moment = when;
        Assignment assignment =
                Assignment.of(DESTINATION, LANE, policy.current().policy());
        once = () -> policy.put(new CommittedPolicy.Revision(2, Policy.defaults()));

        held.limit(assignment, Instant.MAX, held.lifts());

        assertThat(isDue()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void a_limit_is_void_when_all_delivery_is_retried_while_mail_is_being_paused(Moment when) {
        moment = when;
        Assignment assignment =
                Assignment.of(DESTINATION, LANE, policy.current().policy());
        once = held::liftLimits;

        held.limit(assignment, Instant.MAX, held.lifts());
        assertThat(isDue()).isTrue();

        long before = held.lifts();
        held.liftLimits();
        held.limit(assignment, Instant.MAX, before);
        assertThat(isDue()).isTrue();

        held.limit(assignment, Instant.MAX, held.lifts());
        assertThat(isDue()).isFalse();
        held.liftLimits();
        assertThat(isDue()).isTrue();
    }
}
