package org.danegate.monitor;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

/// The rows of saved counters.
interface SavedCounts extends JpaRepository<SavedCount, String> {

    List<SavedCount> findAllByOrderByLastActivityDesc(Limit limit);
}
