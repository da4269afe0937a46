package org.danegate.tagging;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/// The rows of keys, newest first.
interface StoredKeys extends JpaRepository<StoredKey, Integer> {

    List<StoredKey> findAllByOrderByCreatedAtDesc();
}
