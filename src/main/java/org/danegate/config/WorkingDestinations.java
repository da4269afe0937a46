package org.danegate.config;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/// Entries of the working copy.
interface WorkingDestinations extends JpaRepository<WorkingDestination, Long> {

    List<WorkingDestination> findAllByOrderByDomain();

    Optional<WorkingDestination> findByDomain(String domain);

    List<WorkingDestination> findByPendingIsNotNull();

    List<WorkingDestination> findByDomainIn(Collection<String> domains);

    /// After a commit every entry is in force; versions stay, so that open forms stay valid.
    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Query("update WorkingDestination d set d.pending = null where d.pending is not null")
    int forgetPending();
}
