package dev.countersign.ui.insight;

import dev.countersign.fault.Problem;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.insight.Statistics;
import dev.countersign.ledger.insight.StatisticsQuery;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Texts;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;

/// What became of what agents proposed, over a range of days. JavaFX thread.
public final class StatisticsViewModel {
    /// A number of a row, and the entries behind it as a condition on the view `entries`.
    enum Measure {
        ACCEPTED("decision IN ('whole', 'part', 'edited')"), REJECTED("decision = 'rejected'"),
        HUNKS_ACCEPTED("decision IN ('whole', 'part', 'edited')"), HUNKS_REJECTED("decision IN ('part', 'edited', 'rejected')"),
        LINES_ACCEPTED("decision IN ('whole', 'part', 'edited')"), LINES_REJECTED("decision = 'rejected'"),
        COST("decision IS NOT NULL"), PER_LINE("decision IS NOT NULL AND cost_usd IS NOT NULL"),
        REWORK("entry IN (SELECT entry FROM rework WHERE after_days <= " + StatisticsQuery.REWORK_DAYS + ")"),
        OVERRIDDEN("verdict = 'overridden'"), MEDIAN("waited_ms IS NOT NULL"), P90("waited_ms IS NOT NULL");

        private final String condition;

        Measure(String condition) {
            this.condition = condition;
        }
    }

    private static final long MOST_IN_DAYS = 62;
    private static final long MOST_IN_WEEKS = 400;

    private final InsightSource source;
    private final Background background;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Texts texts = Texts.of(StatisticsViewModel.class);
    private final ObjectProperty<Optional<LocalDate>> since = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<LocalDate>> until = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<String>> agent = new SimpleObjectProperty<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Statistics>> shown = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Job<?>>> counting = new ReadOnlyObjectWrapper<>(Optional.empty());

    StatisticsViewModel(InsightSource source, Background background, InstantSource clock, ZoneId zone) {
        this.source = source;
        this.background = background;
        this.clock = clock;
        this.zone = zone;
        since.addListener((_, _, _) -> count());
        until.addListener((_, _, _) -> count());
        agent.addListener((_, _, _) -> count());
    }

    ObjectProperty<Optional<LocalDate>> sinceProperty() {
        return since;
    }

    /// The last day, that day too.
    ObjectProperty<Optional<LocalDate>> untilProperty() {
        return until;
    }

    ObjectProperty<Optional<String>> agentProperty() {
        return agent;
    }

    ReadOnlyObjectProperty<Optional<Statistics>> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Job<?>>> countingProperty() {
        return counting.getReadOnlyProperty();
    }

    /// Counts anew, in place of what is being counted.
    void count() {
        counting.get().ifPresent(Job::cancel);
        var query = new StatisticsQuery(start(since.get()), start(until.get().map(day -> day.plusDays(1))), agent.get(),
                StatisticsQuery.REWORK_DAYS, zone.getId());
        Job<Statistics> job = background.run(texts.text("job.statistics"), progress -> source.insight().statistics(query, progress));
        counting.set(Optional.of(job));
        job.onSuccess(found -> ended(job, Optional.of(found), Optional.empty()));
        job.onFailure(fault -> ended(job, shown.get(), Optional.of(fault)));
        job.onCancelled(() -> ended(job, shown.get(), problem.get()));
    }

    private void ended(Job<?> job, Optional<Statistics> found, Optional<Problem> fault) {
        if (counting.get().equals(Optional.of(job))) {
            counting.set(Optional.empty());
            shown.set(found);
            problem.set(fault);
        }
    }

    private OptionalLong start(Optional<LocalDate> day) {
        return day.map(d -> OptionalLong.of(d.atStartOfDay(zone).toInstant().toEpochMilli())).orElse(OptionalLong.empty());
    }

    /// The last so many days, today too.
    void last(int days) {
        LocalDate today = clock.instant().atZone(zone).toLocalDate();
        until.set(Optional.empty());
        since.set(Optional.of(today.minusDays(days - 1L)));
    }

    /// The SELECT that shows the entries behind a number. @param row empty for all agents
    String behind(Measure measure, Optional<Statistics.Row> row) {
        var conditions = new ArrayList<String>();
        conditions.add(measure.condition);
        row.ifPresent(r -> {
            conditions.add("agent = " + quoted(r.agent()));
            conditions.add("model = " + quoted(r.model()));
        });
        agent.get().filter(_ -> row.isEmpty()).ifPresent(name -> conditions.add("agent = " + quoted(name)));
        return select(conditions, since.get(), until.get());
    }

    /// The timeline's filter for the entries of some days; empty where an agent is chosen, whom a rejection does not name as its actor.
    Optional<String> tokens(LocalDate first, LocalDate last) {
        return agent.get().isPresent() ? Optional.empty() : Optional.of("after:" + first + " before:" + last.plusDays(1));
    }

    /// The SELECT that shows the entries of some days.
    String behind(LocalDate first, LocalDate last) {
        var conditions = new ArrayList<String>();
        agent.get().ifPresent(name -> conditions.add("agent = " + quoted(name)));
        return select(conditions, Optional.of(first), Optional.of(last));
    }

    /// The timeline's filter for the entries of a kind in these days; empty where an agent is chosen.
    Optional<String> tokens(EntryKind kind) {
        return agent.get().isPresent() ? Optional.empty() : Optional.of(("kind:" + word(kind)
                + since.get().map(day -> " after:" + day).orElse("") + until.get().map(day -> " before:" + day.plusDays(1)).orElse("")));
    }

    /// The SELECT that shows the entries of a kind.
    String behind(EntryKind kind) {
        var conditions = new ArrayList<>(List.of("kind = " + quoted(word(kind))));
        agent.get().ifPresent(name -> conditions.add("agent = " + quoted(name)));
        return select(conditions, since.get(), until.get());
    }

    private static String word(EntryKind kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /// Entries by kind, the most frequent first.
    static Map<EntryKind, Long> kinds(Statistics statistics) {
        var counts = new java.util.EnumMap<EntryKind, Long>(EntryKind.class);
        statistics.days().forEach(day -> day.kinds().forEach((kind, count) -> counts.merge(kind, count, Long::sum)));
        var sorted = new java.util.LinkedHashMap<EntryKind, Long>();
        counts.entrySet().stream().sorted(Map.Entry.<EntryKind, Long>comparingByValue().reversed().thenComparing(Map.Entry::getKey))
                .forEach(e -> sorted.put(e.getKey(), e.getValue()));
        return sorted;
    }

    private String select(List<String> conditions, Optional<LocalDate> first, Optional<LocalDate> last) {
        first.ifPresent(day -> conditions.add("time >= " + moment(day)));
        last.ifPresent(day -> conditions.add("time < " + moment(day.plusDays(1))));
        return "SELECT entry, time, kind, agent, model, summary, decision, verdict, lines_added, lines_removed, cost_usd\nFROM entries\nWHERE "
                + conditions.stream().collect(Collectors.joining("\n  AND ")) + "\nORDER BY entry DESC";
    }

    private String moment(LocalDate day) {
        return "TIMESTAMP '" + day.atStartOfDay(zone).withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime().toString().replace('T', ' ') + ":00'";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /// A number as it is shown; unknown is said.
    String text(Measure measure, Statistics.Row row) {
        return switch (measure) {
            case ACCEPTED -> number(row.accepted());
            case REJECTED -> number(row.rejected());
            case HUNKS_ACCEPTED -> number(row.hunksAccepted());
            case HUNKS_REJECTED -> number(row.hunksRejected());
            case LINES_ACCEPTED -> number(row.linesAccepted());
            case LINES_REJECTED -> number(row.linesRejected());
            case COST -> row.costUsd().map(c -> texts.text("cost.known", c.setScale(2, java.math.RoundingMode.HALF_EVEN).toPlainString(),
                    row.costUnknown())).orElse(texts.text("unknown.word"));
            case PER_LINE -> row.costPerLine().map(c -> "$" + c.setScale(4, java.math.RoundingMode.HALF_EVEN).toPlainString())
                    .orElse(texts.text("unknown.word"));
            case REWORK -> number(row.reworked()) + (row.linesAccepted() == 0 ? ""
                    : " (" + Math.round(100.0 * row.reworked() / row.linesAccepted()) + "\u2009%)");
            case OVERRIDDEN -> number(row.overridden());
            case MEDIAN -> wait(row.medianWait());
            case P90 -> wait(row.p90Wait());
        };
    }

    private static String number(long value) {
        return String.format(java.util.Locale.ENGLISH, "%,d", value);
    }

    private String wait(OptionalLong millis) {
        if (millis.isEmpty()) {
            return texts.text("unknown.word");
        }
        Duration wait = Duration.ofMillis(millis.getAsLong());
        return wait.toHours() > 0 ? "%d:%02d h".formatted(wait.toHours(), wait.toMinutesPart())
                : "%d:%02d min".formatted(wait.toMinutes(), wait.toSecondsPart());
    }

    /// Days, weeks by their Monday where there are many days, months where there are very many. @param first of the bucket @param last of it
    record Bucket(LocalDate first, LocalDate last, long decided, long other) {}

    static List<Bucket> buckets(Statistics statistics) {
        long span = statistics.days().isEmpty() ? 0
                : statistics.days().getFirst().day().until(statistics.days().getLast().day(), ChronoUnit.DAYS);
        var buckets = new java.util.TreeMap<LocalDate, Bucket>();
        for (Statistics.Day day : statistics.days()) {
            LocalDate first = span > MOST_IN_WEEKS ? day.day().withDayOfMonth(1)
                    : span > MOST_IN_DAYS ? day.day().with(java.time.temporal.TemporalAdjusters.previousOrSame(java.time.DayOfWeek.MONDAY)) : day.day();
            LocalDate last = span > MOST_IN_WEEKS ? first.plusMonths(1).minusDays(1) : span > MOST_IN_DAYS ? first.plusDays(6) : first;
            long decided = day.kinds().entrySet().stream().filter(e -> isDecision(e.getKey())).mapToLong(Map.Entry::getValue).sum();
            var bucket = new Bucket(first, last, decided, day.entries() - decided);
            buckets.merge(first, bucket, (a, b) -> new Bucket(a.first, a.last, a.decided + b.decided, a.other + b.other));
        }
        return List.copyOf(buckets.values());
    }

    private static boolean isDecision(EntryKind kind) {
        return switch (kind) {
            case COMMIT, ADOPT -> true;
            case ROLLBACK, REDO, RECOVERY, REJECTION, DENIAL, ESCALATION, GRANT, TRUST, KEY_ROTATION -> false;
        };
    }
}
