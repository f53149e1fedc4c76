package dev.countersign.ui.insight;

import dev.countersign.fault.Problem;
import dev.countersign.ledger.insight.SqlQuestion;
import dev.countersign.ledger.insight.SqlTable;
import dev.countersign.ledger.insight.SqlView;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.UiState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// A question in SQL and its answer. JavaFX thread.
public final class SqlViewModel {
    private static final String HISTORY = "ledger.sql.history";
    private static final int REMEMBERED = 30;

    /// Questions to start from; their names are texts `sample.NAME`.
    enum Sample {
        RECENT("SELECT entry, time, kind, agent, summary, files, lines_added, lines_removed, verdict, decision\nFROM entries\nORDER BY entry DESC\nLIMIT 200"),
        REJECTED("SELECT entry, time, agent, decided_by, note\nFROM decisions\nWHERE decision = 'rejected'\nORDER BY entry DESC"),
        COST("SELECT agent, model, date_trunc('month', time) AS month, sum(cost_usd) AS cost_usd,\n  sum(cost_usd) / nullif(sum(lines_added), 0) AS per_line\n"
                + "FROM entries\nWHERE decision IS NOT NULL AND cost_usd IS NOT NULL\nGROUP BY ALL\nORDER BY ALL"),
        FILES("SELECT path, count(*) AS entries\nFROM changes\nGROUP BY path\nORDER BY entries DESC\nLIMIT 50"),
        REWORK("SELECT e.agent, sum(r.lines) AS lines_changed_within_a_week\nFROM rework r JOIN entries e USING (entry)\nWHERE r.after_days <= 7\nGROUP BY ALL\nORDER BY 2 DESC"),
        OVERRIDDEN("SELECT entry, time, agent, decided_by, note\nFROM decisions\nWHERE overridden\nORDER BY entry DESC");

        private final String sql;

        Sample(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }
    }

    private final InsightSource source;
    private final Background background;
    private final UiState state;
    private final Texts texts = Texts.of(SqlViewModel.class);
    private final StringProperty text = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<Optional<SqlTable>> answer = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Job<?>>> asking = new ReadOnlyObjectWrapper<>(Optional.empty());

    SqlViewModel(InsightSource source, Background background, UiState state) {
        this.source = source;
        this.background = background;
        this.state = state;
    }

    StringProperty textProperty() {
        return text;
    }

    ReadOnlyObjectProperty<Optional<SqlTable>> answerProperty() {
        return answer.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Job<?>>> askingProperty() {
        return asking.getReadOnlyProperty();
    }

    /// Asks; in place of what is being asked.
    void run() {
        String sql = text.get().strip();
        if (sql.isEmpty()) {
            return;
        }
        asking.get().ifPresent(Job::cancel);
        remember(sql);
        Job<SqlTable> job = background.run(texts.text("job.sql"), progress -> source.insight().query(SqlQuestion.of(sql), progress));
        asking.set(Optional.of(job));
        job.onSuccess(found -> ended(job, Optional.of(found), Optional.empty()));
        job.onFailure(fault -> ended(job, answer.get(), Optional.of(fault)));
        job.onCancelled(() -> ended(job, answer.get(), Optional.empty()));
    }

    private void ended(Job<?> job, Optional<SqlTable> found, Optional<Problem> fault) {
        if (asking.get().equals(Optional.of(job))) {
            asking.set(Optional.empty());
            problem.set(fault);
            answer.set(found);
        }
    }

    void cancel() {
        asking.get().ifPresent(Job::cancel);
    }

    /// Questions asked before, the newest first.
    List<String> history() {
        return state.list(HISTORY);
    }

    private void remember(String sql) {
        var all = new ArrayList<>(state.list(HISTORY));
        all.remove(sql);
        all.addFirst(sql);
        state.put(HISTORY, all.subList(0, Math.min(REMEMBERED, all.size())));
    }

    /// The views that can be asked, as soon as they are known.
    Job<List<SqlView>> views() {
        return background.run(texts.text("job.views"), _ -> source.insight().views());
    }

    /// Names of views and columns that begin with the word that ends at `caret`.
    List<String> completions(List<SqlView> views, int caret) {
        String word = word(caret).toLowerCase(Locale.ROOT);
        var names = new TreeSet<String>();
        for (SqlView view : views) {
            names.add(view.name());
            view.columns().forEach(column -> names.add(column.name()));
        }
        return names.stream().filter(name -> name.startsWith(word) && !name.equals(word)).toList();
    }

    /// The word that ends at `caret`, possibly empty.
    String word(int caret) {
        int from = caret;
        while (from > 0 && (Character.isLetterOrDigit(text.get().charAt(from - 1)) || text.get().charAt(from - 1) == '_')) {
            from--;
        }
        return text.get().substring(from, caret);
    }
}
