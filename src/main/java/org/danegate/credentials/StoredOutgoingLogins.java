package org.danegate.credentials;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/// The rows of the table of profiles.
interface StoredOutgoingLogins extends JpaRepository<StoredOutgoingLogin, String> {

    List<StoredOutgoingLogin> findAllByOrderByName();
}
