package org.danegate.operations;

import org.springframework.data.jpa.repository.JpaRepository;

/// The rows of standing orders.
interface DestinationOrderRows extends JpaRepository<DestinationOrder, String> {}
