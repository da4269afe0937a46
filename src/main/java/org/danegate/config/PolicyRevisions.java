package org.danegate.config;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/// The rows of revisions.
interface PolicyRevisions extends JpaRepository<PolicyRevision, Long> {

    Optional<PolicyRevision> findFirstByOrderByNumberDesc();

    /// The number of the newest revision; 0 when there is none.
    @Query("select coalesce(max(r.number), 0) from PolicyRevision r")
    long newest();

    List<PolicyRevision> findAllByOrderByNumberDesc();

    Page<PolicyRevision> findAllByOrderByNumberDesc(Pageable page);
}
