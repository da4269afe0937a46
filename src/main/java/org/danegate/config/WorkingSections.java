package org.danegate.config;

import org.springframework.data.jpa.repository.JpaRepository;

/// Sections of the working copy.
interface WorkingSections extends JpaRepository<WorkingSection, String> {}
