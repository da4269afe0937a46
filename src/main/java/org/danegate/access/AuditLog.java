package org.danegate.access;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.danegate.address.OutsideText;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.transaction.support.TransactionTemplate;

/// Keeps administrators' actions in the database: it stores every `AdministratorActed` event of any room. It keeps the
/// newest entries; when the bound is exceeded by a tenth, it deletes the oldest.
public class AuditLog implements DeliveryEvents.Reader {

    /// Entries that are always kept.
    public static final int KEPT = 100_000;

    private static final int LONGEST_USER = 64;
    private static final int LONGEST_ACTION = 1000;
    private static final int LONGEST_ADDRESS = 64;
    private static final int LONGEST_CHANGES = 10_000;
    private static final int PART = 1000;

    private final AuditEntries entries;
    private final TransactionTemplate transaction;
    private final int kept;
    private int untilRemoval;

    AuditLog(AuditEntries entries, TransactionTemplate transaction) {
        this(entries, transaction, KEPT);
    }

    AuditLog(AuditEntries entries, TransactionTemplate transaction, int kept) {
        this.entries = entries;
        this.transaction = transaction;
        this.kept = kept;
    }

    @Override
    public void on(DeliveryEvent event) {
        if (event instanceof DeliveryEvent.AdministratorActed acted) {
            entries.save(new AuditEntry(
                    acted.at(),
                    printable(acted.user(), LONGEST_USER),
                    printable(acted.action(), LONGEST_ACTION),
                    printable(acted.address(), LONGEST_ADDRESS),
                    lines(acted.changes())));
            if (untilRemoval-- <= 0) {
                untilRemoval = kept / 10;
                removeOldest();
            }
        }
    }

    /// One page of entries, newest first.
    ///
    /// @param page from 1
    /// @param size entries on a page
    public Page<AuditEntry> page(AuditSearch search, int page, int size) {
        return entries.search(
                Long.MAX_VALUE,
                search.from(),
                search.until(),
                search.userPattern(),
                search.textPattern(),
                search.addressPattern(),
                PageRequest.of(page - 1, size));
    }

    /// Passes on all matching entries, newest first, without holding all of them in memory.
    public void each(AuditSearch search, Consumer<AuditEntry> taker) {
        long below = Long.MAX_VALUE;
        List<AuditEntry> part;
        do {
            part = entries.part(
                    below,
                    search.from(),
                    search.until(),
                    search.userPattern(),
                    search.textPattern(),
                    search.addressPattern(),
                    PageRequest.ofSize(PART));
            part.forEach(taker);
            below = part.isEmpty() ? below : part.getLast().getId();
        } while (part.size() == PART);
    }

    private void removeOldest() {
        List<Long> tooOld = entries.numbers(PageRequest.of(kept, 1));
        if (!tooOld.isEmpty()) {
            transaction.executeWithoutResult(status -> entries.deleteUpTo(tooOld.getFirst()));
        }
    }

    private static String lines(String changes) {
        String shortened = changes.length() > LONGEST_CHANGES ? changes.substring(0, LONGEST_CHANGES) : changes;
        return shortened.lines().map(line -> printable(line, LONGEST_CHANGES)).collect(Collectors.joining("\n"));
    }

    private static String printable(String text, int longest) {
        String shortened = text.length() > longest ? text.substring(0, longest) : text;
        return OutsideText.line(shortened);
    }
}
