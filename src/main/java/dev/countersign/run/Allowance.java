package dev.countersign.run;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/// Keeps a run within its limits: warns near them, and pauses it where one is used up. A call that is at work then is not cut off:
/// what it costs is spent.
final class Allowance {
    private final RunBook book;

    Allowance(RunBook book) {
        this.book = book;
    }

    /// Whether another call may begin. Tells what there is to be told.
    boolean hasRoom() {
        synchronized (book) {
            Instant now = book.now();
            Course course = book.state().course();
            course.near(now).forEach((measure, used) ->
                    book.tell(new RunEvent.Warned(now, measure, used, course.limits().of(measure).orElseThrow())));
            if (course.pause().isEmpty()) {
                course.spent(now).forEach((measure, used) -> {
                    if (book.state().course().pause().isEmpty()) {
                        book.tell(new RunEvent.Paused(now, words(measure, used, course.limits().of(measure).orElseThrow()),
                                Optional.of(measure), ""));
                    }
                });
            }
            return book.state().course().pause().isEmpty();
        }
    }

    static String words(Measure measure, Optional<BigDecimal> used, BigDecimal limit) {
        return used.map(amount -> "The budget is used up: " + measure.words(Optional.of(amount), limit) + ".")
                .orElseGet(() -> "An agent does not say how many " + measure.unit() + " it used, so the limit of " + measure.words(limit)
                        + " cannot be kept.");
    }
}
