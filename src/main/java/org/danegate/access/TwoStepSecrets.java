package org.danegate.access;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/// The rows of the second step.
interface TwoStepSecrets extends JpaRepository<TwoStepSecret, String> {

    /// One user's row, locked: of two sign-ins with the same code only the first may succeed.
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select s from TwoStepSecret s where s.userName = :userName")
    Optional<TwoStepSecret> lock(String userName);

    @Query("select s.userName from TwoStepSecret s")
    List<String> userNames();
}
