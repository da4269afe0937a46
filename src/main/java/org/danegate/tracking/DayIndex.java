package org.danegate.tracking;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DocValuesSkipper;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KeepOnlyLastCommitDeletionPolicy;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SnapshotDeletionPolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/// The index of a day. Entries can be found at once; they survive a power failure after {@link #commit()}. After some
/// failures nothing more can be written, but what was found before still is.
final class DayIndex {

    private static final double BUFFER_MEBIBYTES = 16;

    private final Directory directory;
    private final @Nullable IndexWriter writer;
    private final SnapshotDeletionPolicy kept;
    private final SearcherManager searchers;
    private final AtomicLong uncommitted = new AtomicLong();
    private volatile boolean closed;

    private DayIndex(
            Directory directory, @Nullable IndexWriter writer, SnapshotDeletionPolicy kept, SearcherManager searchers) {
        this.directory = directory;
        this.writer = writer;
        this.kept = kept;
        this.searchers = searchers;
    }

    /// Opens the index in a folder to add entries; makes it when it does not exist.
    ///
    /// @throws IOException when it cannot be read or written; then nothing stays open
    static DayIndex writing(Path folder) throws IOException {
        Directory directory = FSDirectory.open(folder);
        SnapshotDeletionPolicy kept = new SnapshotDeletionPolicy(new KeepOnlyLastCommitDeletionPolicy());
        IndexWriter writer = null;
        try {
            writer = new IndexWriter(directory, config(kept));
            return new DayIndex(directory, writer, kept, new SearcherManager(writer, new SearcherFactory()));
        } catch (IOException | RuntimeException e) {
            closeQuietly(writer == null ? null : writer::rollback, directory);
            throw e;
        }
    }

    private static IndexWriterConfig config(SnapshotDeletionPolicy kept) {
        IndexWriterConfig config = new IndexWriterConfig(new StandardAnalyzer());
        config.setRAMBufferSizeMB(BUFFER_MEBIBYTES);
        config.setCommitOnClose(true);
        config.setIndexDeletionPolicy(kept);
        config.setMergeScheduler(new QuietMerges());
        return config;
    }

    /// Opens the index in a folder only to search it: that works on a full disk too.
    ///
    /// @throws IOException when it cannot be read; then nothing stays open
    static DayIndex reading(Path folder) throws IOException {
        Directory directory = FSDirectory.open(folder);
        try {
            return new DayIndex(
                    directory,
                    null,
                    new SnapshotDeletionPolicy(new KeepOnlyLastCommitDeletionPolicy()),
                    new SearcherManager(directory, new SearcherFactory()));
        } catch (IOException | RuntimeException e) {
            closeQuietly(directory);
            throw e;
        }
    }

    /// Whether it was opened to add entries.
    boolean forWriting() {
        return writer != null;
    }

    /// Whether entries can be added.
    boolean writes() {
        return writer != null && writer.isOpen();
    }

    /// Whether it was closed on purpose.
    boolean closed() {
        return closed;
    }

    /// Adds an entry.
    ///
    /// @throws IllegalArgumentException when the index refuses this entry
    /// @throws AlreadyClosedException when nothing can be written any more
    void add(Document entry) throws IOException {
        open().addDocument(entry);
        uncommitted.incrementAndGet();
    }

    private IndexWriter open() {
        if (writer == null) {
            throw new AlreadyClosedException("only open to be searched");
        }
        return writer;
    }

    /// When the newest entry happened, in milliseconds since 1970-01-01 UTC; the earliest time when there is none.
    long newest(Deadline deadline) throws IOException {
        return ask(deadline, searcher -> DocValuesSkipper.globalMaxValue(searcher.getIndexReader(), IndexFields.AT));
    }

    /// Makes everything durable that was added.
    void commit() throws IOException {
        // After some failures, a commit is what reports them.
        if (writer != null && (!writer.isOpen() || writer.hasUncommittedChanges())) {
            long added = uncommitted.get();
            writer.commit();
            uncommitted.addAndGet(-added);
        }
    }

    /// Writes to disk although nothing may have been added: this shows whether it works.
    void prove() throws IOException {
        open().setLiveCommitData(Map.of("proved", "yes").entrySet());
        commit();
    }

    /// Links or copies the files of what was last made durable.
    ///
    /// @param from this index's folder
    /// @throws IOException when they cannot be read, or are gone because the day was deleted
    void copy(Path from, Path to) throws IOException {
        if (writer == null) {
            TrackingCopies.link(SegmentInfos.readLatestCommit(directory).files(true), from, to);
            return;
        }
        commit();
        IndexCommit held = kept.snapshot();
        try {
            TrackingCopies.link(held.getFileNames(), from, to);
        } finally {
            kept.release(held);
        }
    }

    /// What is asked of a searcher.
    interface Question<T> {
        /// The answer.
        T ask(IndexSearcher searcher) throws IOException;
    }

    /// Asks all entries that were added so far.
    ///
    /// @throws AlreadyClosedException when it was closed meanwhile
    <T> T ask(Deadline deadline, Question<T> question) throws IOException {
        refresh();
        IndexSearcher shared = searchers.acquire();
        try {
            IndexSearcher searcher = new IndexSearcher(shared.getIndexReader());
            searcher.setTimeout(deadline);
            return question.ask(searcher);
        } finally {
            searchers.release(shared);
        }
    }

    private void refresh() throws IOException {
        try {
            if (writes()) {
                searchers.maybeRefreshBlocking();
            }
        } catch (IOException | AlreadyClosedException e) {
            if (writes()) {
                throw e;
            }
            // Nothing can be written any more: the next entry or commit notices. What was found before still is.
        }
    }

    /// Closes it; what was not committed is committed.
    ///
    /// @throws IOException when that cannot be written; it is closed then too
    void close() throws IOException {
        try {
            commit();
        } finally {
            drop();
        }
    }

    /// Closes it without writing anything.
    ///
    /// @return the number of entries that are lost
    long drop() {
        closed = true;
        closeQuietly(searchers, writer == null ? null : writer::rollback, directory);
        return uncommitted.getAndSet(0);
    }

    private static void closeQuietly(@Nullable Closeable... parts) {
        IOUtils.closeWhileHandlingException(parts);
    }
}
