package org.danegate.tracking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DocValuesSkipper;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/// The index of a day. Entries can be found at once; they survive a power failure after {@link #commit()}.
final class DayIndex implements AutoCloseable {

    private static final double BUFFER_MEBIBYTES = 16;

    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;

    /// Opens the index in a folder; makes it when it does not exist.
    ///
    /// @throws UncheckedIOException when it cannot be read or written
    DayIndex(Path folder) {
        try {
            directory = FSDirectory.open(folder);
            IndexWriterConfig config = new IndexWriterConfig(new StandardAnalyzer());
            config.setRAMBufferSizeMB(BUFFER_MEBIBYTES);
            config.setCommitOnClose(true);
            writer = new IndexWriter(directory, config);
            searchers = new SearcherManager(writer, new SearcherFactory());
        } catch (IOException e) {
            throw new UncheckedIOException("The tracking index in " + folder + " cannot be opened", e);
        }
    }

    void add(Document entry) throws IOException {
        writer.addDocument(entry);
    }

    /// When the newest entry happened, in milliseconds since 1970-01-01 UTC; the earliest time when there is none.
    long newest() throws IOException {
        return ask(searcher -> DocValuesSkipper.globalMaxValue(searcher.getIndexReader(), IndexFields.AT));
    }

    /// Makes everything that was added durable.
    void commit() throws IOException {
        if (writer.hasUncommittedChanges()) {
            writer.commit();
        }
    }

    /// What is asked of a searcher.
    interface Question<T> {
        /// The answer.
        T ask(IndexSearcher searcher) throws IOException;
    }

    /// Asks all entries that were added so far.
    <T> T ask(Question<T> question) throws IOException {
        searchers.maybeRefreshBlocking();
        IndexSearcher searcher = searchers.acquire();
        try {
            return question.ask(searcher);
        } finally {
            searchers.release(searcher);
        }
    }

    @Override
    public void close() throws IOException {
        searchers.close();
        writer.close();
        directory.close();
    }
}
