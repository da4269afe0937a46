package org.danegate.monitor;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.queue.Backlog;

/// Active recipients of each destination, one sample a minute for the last 60 minutes.
public final class ActiveHistory {

    /// Samples kept.
    public static final int MINUTES = 60;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, int[]> rings = new HashMap<>();
    private int position;
    private int taken;

    /// Records a sample. Forgets a destination without waiting recipients for an hour.
    public void sample(Map<String, Backlog> backlogs) {
        lock.lock();
        try {
            position = (position + 1) % MINUTES;
            taken = Math.min(taken + 1, MINUTES);
            backlogs.keySet().forEach(domain -> rings.computeIfAbsent(domain, d -> new int[MINUTES]));
            rings.forEach((domain, ring) -> ring[position] =
                    backlogs.getOrDefault(domain, Backlog.EMPTY).activeRecipients());
            rings.values().removeIf(ring -> Arrays.stream(ring).allMatch(active -> active == 0));
        } finally {
            lock.unlock();
        }
    }

    /// The oldest sample; empty for a destination that had nothing waiting.
    public OptionalInt oldest(String domain) {
        lock.lock();
        try {
            int[] ring = rings.get(domain);
            return ring == null || taken == 0
                    ? OptionalInt.empty()
                    : OptionalInt.of(ring[Math.floorMod(position - taken + 1, MINUTES)]);
        } finally {
            lock.unlock();
        }
    }

    /// Samples from old to new, as many as were taken; empty for a destination that had nothing waiting.
    public List<Integer> of(String domain) {
        lock.lock();
        try {
            int[] ring = rings.get(domain);
            if (ring == null) {
                return List.of();
            }
            Integer[] samples = new Integer[taken];
            for (int i = 0; i < taken; i++) {
                samples[i] = ring[Math.floorMod(position - taken + 1 + i, MINUTES)];
            }
            return List.of(samples);
        } finally {
            lock.unlock();
        }
    }
}
