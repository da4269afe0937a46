package org.danegate.tagging;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/// The rows of the key table, newest first.
interface StoredKeys extends JpaRepository<StoredKey, Integer> {

    List<StoredKey> findAllByOrderByCreatedAtDesc();
}
