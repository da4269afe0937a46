package org.danegate.config;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

/// Entries of the working copy.
interface WorkingDestinations extends JpaRepository<WorkingDestination, Long> {

    List<WorkingDestination> findAllByOrderByDomain();

    Optional<WorkingDestination> findByDomain(String domain);
}
