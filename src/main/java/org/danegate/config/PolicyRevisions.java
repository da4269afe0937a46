package org.danegate.config;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;

/// The rows of revisions.
interface PolicyRevisions extends JpaRepository<PolicyRevision, Long> {

    Optional<PolicyRevision> findFirstByOrderByNumberDesc();

    List<PolicyRevision> findAllByOrderByNumberDesc();

    Page<PolicyRevision> findAllByOrderByNumberDesc(Pageable page);
}
