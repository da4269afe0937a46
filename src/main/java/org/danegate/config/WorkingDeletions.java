package org.danegate.config;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

/// Rows of deleted destination entries.
interface WorkingDeletions extends JpaRepository<WorkingDeletion, String> {

    List<WorkingDeletion> findByOrderByDomain(Limit most);
}
