package org.danegate.advice;

import java.time.LocalDate;

/// What was counted on a UTC day for a host with the same facts.
public record DayCount(LocalDate day, String host, SessionFacts facts, Count count) {}
