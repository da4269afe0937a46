package org.danegate.config;

import org.springframework.data.jpa.repository.JpaRepository;

/// Rows of deleted destination entries.
interface WorkingDeletions extends JpaRepository<WorkingDeletion, String> {}
