package org.danegate.dkim;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// The signing keys in the data directory. A key that was read is kept in memory until it changes here or a policy is
/// committed; one that could not be read is tried again each time.
final class SigningKeyFolder {

    private final KeyFiles files;
    private final Map<String, SigningKey> read = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    SigningKeyFolder(Path folder) {
        this.files = new KeyFiles(folder);
    }

    /// Deletes what a crash left. Call it once, before anything is read.
    void finishChanges() throws IOException {
        files.clear();
    }

    /// Names of the files, sorted; whether they can be read is another matter.
    List<String> names() {
        try {
            return files.names();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    boolean has(String name) {
        return files.has(name);
    }

    /// Reads the files again when they are needed next.
    void forget() {
        read.clear();
    }

    /// A key.
    ///
    /// @throws SigningException when it does not exist or cannot be read
    SigningKey key(String name) throws SigningException {
        SigningKey known = read.get(name);
        if (known != null) {
            return known;
        }
        if (!files.has(name)) {
            throw new SigningException("signing key '" + name + "' does not exist");
        }
        try {
            return keep(name);
        } catch (IOException | GeneralSecurityException e) {
            // The cause may quote the file, so it is not passed on.
            throw new SigningException("signing key '" + name + "' cannot be read: "
                    + (e instanceof SigningException
                            ? e.getMessage()
                            : e.getClass().getSimpleName()));
        }
    }

    private SigningKey keep(String name) throws IOException, GeneralSecurityException {
        lock.lock();
        try {
            SigningKey key = switch (KeyReading.read(files.read(name))) {
                case KeyReading.Found.Key found -> KeyMaking.of(name, found.key());
                case KeyReading.Found.None none -> throw new SigningException("it is no private key that signs mail");
            };
            read.put(name, key);
            return key;
        } finally {
            lock.unlock();
        }
    }

    /// Stores a new key.
    ///
    /// @return false when there is one of that name
    boolean add(SigningKey key) throws IOException {
        lock.lock();
        try {
            if (files.has(key.name())) {
                return false;
            }
            files.write(key.name(), key.privateKey());
            read.put(key.name(), key);
            return true;
        } finally {
            lock.unlock();
        }
    }

    void delete(String name) throws IOException {
        lock.lock();
        try {
            files.delete(name);
            read.remove(name);
        } finally {
            lock.unlock();
        }
    }
}
