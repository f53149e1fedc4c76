package dev.countersign.ui.insight;

import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.insight.Statistics;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.ProblemBox;
import dev.countersign.ui.fx.Pulse;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Views;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.chart.BarChart;
import javafx.scene.chart.CategoryAxis;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.StackedBarChart;
import javafx.scene.chart.XYChart;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TablePosition;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// Charts and the table with the same numbers. Enter or a double click on a number, or a click on a bar, shows the entries behind it.
public final class StatisticsView {
    private static final int MOST_BARS = 8;

    private final StatisticsViewModel model;
    private final Consumer<String> ask;
    private final Pulse pulse;
    private final Consumer<String> filter;
    private final Texts texts = Texts.of(StatisticsView.class);
    private final Parent view;

    /// Of the type of the table, at most, on average; of a cell; of a scroll bar.
    private static final double CHARACTER = 6.6;
    private static final double PADDING = 26;
    private static final double SCROLL = 18;

    @FXML private DatePicker since;
    @FXML private DatePicker until;
    @FXML private ComboBox<String> agent;
    @FXML private Button week;
    @FXML private Button month;
    @FXML private Button always;
    @FXML private Button again;
    @FXML private Button copy;
    @FXML private Button cancel;
    @FXML private ProgressBar bar;
    @FXML private Label says;
    @FXML private VBox problem;
    @FXML private StackedBarChart<String, Number> lines;
    @FXML private StackedBarChart<String, Number> activity;
    @FXML private BarChart<Number, String> kinds;
    @FXML private HBox charts;
    @FXML private TableView<Statistics.Row> table;

    /// @param ask    shows the answer to a SELECT
    /// @param filter shows the timeline of what these tokens find
    StatisticsView(StatisticsViewModel model, Consumer<String> ask, Consumer<String> filter, Pulse pulse) {
        this.model = model;
        this.pulse = pulse;
        this.ask = ask;
        this.filter = filter;
        view = Views.load(this);
        view.sceneProperty().addListener((_, _, scene) -> {
            if (scene != null) {
                model.count();
            }
        });
    }

    Parent root() {
        return view;
    }

    @FXML
    private void initialize() {
        since.valueProperty().addListener((_, _, day) -> model.sinceProperty().set(Optional.ofNullable(day)));
        until.valueProperty().addListener((_, _, day) -> model.untilProperty().set(Optional.ofNullable(day)));
        model.sinceProperty().addListener((_, _, day) -> since.setValue(day.orElse(null)));
        model.untilProperty().addListener((_, _, day) -> until.setValue(day.orElse(null)));
        agent.getItems().add(texts.text("agent.all"));
        agent.getSelectionModel().selectFirst();
        agent.valueProperty().addListener((_, _, name) ->
                model.agentProperty().set(Optional.ofNullable(name).filter(n -> !n.equals(texts.text("agent.all")))));
        week.setOnAction(_ -> model.last(7));
        month.setOnAction(_ -> model.last(30));
        always.setOnAction(_ -> {
            model.untilProperty().set(Optional.empty());
            model.sinceProperty().set(Optional.empty());
        });
        again.setOnAction(_ -> model.count());
        cancel.setOnAction(_ -> model.countingProperty().get().ifPresent(Job::cancel));
        copy.setOnAction(_ -> copy());
        lines.setAnimated(false);
        activity.setAnimated(false);
        kinds.setAnimated(false);
        for (StackedBarChart<String, Number> chart : List.of(lines, activity)) {
            Bars.slim((CategoryAxis) chart.getXAxis(), chart.getXAxis().widthProperty(), chart::setCategoryGap, pulse);
            Bars.whole((NumberAxis) chart.getYAxis());
        }
        Bars.slim((CategoryAxis) kinds.getYAxis(), kinds.getYAxis().heightProperty(), kinds::setCategoryGap, pulse);
        Bars.whole((NumberAxis) kinds.getXAxis());
        columns();
        model.shownProperty().addListener((_, _, found) -> {
            found.ifPresent(this::show);
            showCounting(model.countingProperty().get());
        });
        model.problemProperty().addListener((_, _, fault) -> {
            problem.getChildren().setAll(fault.map(ProblemBox::new).stream().toList());
            problem.setManaged(fault.isPresent());
        });
        model.countingProperty().addListener((_, _, job) -> showCounting(job));
        problem.setManaged(false);
        showCounting(Optional.empty());
    }

    private void columns() {
        table.getSelectionModel().setCellSelectionEnabled(true);
        table.widthProperty().addListener((_, _, _) -> fit());
        table.getColumns().add(column("agent", row -> row == total() ? texts.text("agent.total") : row.agent()));
        table.getColumns().add(column("model", row -> row == total() ? texts.text("model.all") : row.model().isEmpty() ? texts.text("unknown.word") : row.model()));
        for (StatisticsViewModel.Measure measure : StatisticsViewModel.Measure.values()) {
            TableColumn<Statistics.Row, String> column = column(measure.name().toLowerCase(Locale.ROOT), row -> model.text(measure, row));
            column.getStyleClass().add("number-column");
            column.setUserData(measure);
            table.getColumns().add(column);
        }
        table.setOnMouseClicked(event -> {
            if (event.getClickCount() == 2) {
                behind();
            }
        });
        table.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                behind();
                event.consume();
            }
        });
    }

    /// No number is cut: columns are as wide as their longest text, or wider where there is room; where there is none the table scrolls.
    private void fit() {
        double[] widths = table.getColumns().stream().mapToDouble(this::needed).toArray();
        double spare = Math.max(0, table.getWidth() - SCROLL - Arrays.stream(widths).sum()) / widths.length;
        for (int i = 0; i < widths.length; i++) {
            table.getColumns().get(i).setPrefWidth(Math.floor(widths[i] + spare));
        }
    }

    private double needed(TableColumn<Statistics.Row, ?> column) {
        int longest = Arrays.stream(column.getText().split(" ")).mapToInt(String::length).max().orElse(0) + 1;
        for (Statistics.Row row : table.getItems()) {
            longest = Math.max(longest, String.valueOf(column.getCellData(row)).length());
        }
        return longest * CHARACTER + PADDING;
    }

    private Statistics.Row total() {
        return model.shownProperty().get().map(Statistics::total).orElse(null);
    }

    private TableColumn<Statistics.Row, String> column(String name, java.util.function.Function<Statistics.Row, String> text) {
        var column = new TableColumn<Statistics.Row, String>(texts.text("column." + name));
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(text.apply(cell.getValue())));
        column.setSortable(false);
        column.setReorderable(false);
        return column;
    }

    private void behind() {
        for (TablePosition<?, ?> cell : table.getSelectionModel().getSelectedCells()) {
            Statistics.Row row = table.getItems().get(cell.getRow());
            if (cell.getTableColumn() != null && cell.getTableColumn().getUserData() instanceof StatisticsViewModel.Measure measure) {
                ask.accept(model.behind(measure, row == total() ? Optional.empty() : Optional.of(row)));
            }
        }
    }

    private void show(Statistics statistics) {
        var rows = new ArrayList<>(statistics.byAgent());
        if (statistics.entries() > 0) {
            rows.add(statistics.total());
        }
        table.getItems().setAll(rows);
        fit();
        says.setText(texts.text("statistics.says", statistics.entries(), statistics.total().accepted() + statistics.total().rejected()));
        var names = new TreeSet<>(agent.getItems().subList(1, agent.getItems().size()));
        if (statistics.byAgent().stream().map(Statistics.Row::agent).anyMatch(names::add)) {
            String chosen = agent.getValue();
            agent.getItems().setAll(Stream.concat(Stream.of(texts.text("agent.all")), names.stream()).toList());
            agent.setValue(chosen);
        }
        showLines(statistics);
        showActivity(statistics);
        showKinds(statistics);
    }

    private void showLines(Statistics statistics) {
        var accepted = new XYChart.Series<String, Number>();
        accepted.setName(texts.text("chart.accepted"));
        var rejected = new XYChart.Series<String, Number>();
        rejected.setName(texts.text("chart.rejected"));
        var reworked = new XYChart.Series<String, Number>();
        reworked.setName(texts.text("chart.reworked"));
        List<Statistics.Row> rows = statistics.byAgent().stream().filter(row -> row.linesAccepted() + row.linesRejected() > 0).limit(MOST_BARS).toList();
        for (Statistics.Row row : rows) {
            String name = row.model().isEmpty() ? row.agent() : row.agent() + "\n" + row.model();
            long lasting = Math.max(0, row.linesAccepted() - row.reworked());
            accepted.getData().add(new XYChart.Data<>(name, lasting, new Click(StatisticsViewModel.Measure.LINES_ACCEPTED, row)));
            reworked.getData().add(new XYChart.Data<>(name, row.linesAccepted() - lasting, new Click(StatisticsViewModel.Measure.REWORK, row)));
            rejected.getData().add(new XYChart.Data<>(name, row.linesRejected(), new Click(StatisticsViewModel.Measure.LINES_REJECTED, row)));
        }
        lines.getData().setAll(List.of(accepted, reworked, rejected));
        clickable(lines, data -> {
            var click = (Click) data.getExtraValue();
            ask.accept(model.behind(click.measure(), Optional.of(click.row())));
        });
    }

    private record Click(StatisticsViewModel.Measure measure, Statistics.Row row) {}

    private void showActivity(Statistics statistics) {
        var decided = new XYChart.Series<String, Number>();
        decided.setName(texts.text("chart.committed"));
        var other = new XYChart.Series<String, Number>();
        other.setName(texts.text("chart.other"));
        for (StatisticsViewModel.Bucket bucket : StatisticsViewModel.buckets(statistics)) {
            String day = bucket.first().toString();
            decided.getData().add(new XYChart.Data<>(day, bucket.decided(), bucket));
            other.getData().add(new XYChart.Data<>(day, bucket.other(), bucket));
        }
        activity.getData().setAll(List.of(decided, other));
        clickable(activity, data -> {
            var bucket = (StatisticsViewModel.Bucket) data.getExtraValue();
            model.tokens(bucket.first(), bucket.last()).ifPresentOrElse(filter, () -> ask.accept(model.behind(bucket.first(), bucket.last())));
        });
    }

    private void showKinds(Statistics statistics) {
        var series = new XYChart.Series<Number, String>();
        series.setName(texts.text("chart.kinds"));
        StatisticsViewModel.kinds(statistics).forEach((kind, count) ->
                series.getData().addFirst(new XYChart.Data<>(count, texts.text("kinds." + kind.name().toLowerCase(Locale.ROOT)), kind)));
        kinds.getData().setAll(List.of(series));
        series.getData().forEach(data -> pointed(data.getNode(), data.getYValue() + ": " + data.getXValue(),
                () -> model.tokens((EntryKind) data.getExtraValue()).ifPresentOrElse(filter,
                        () -> ask.accept(model.behind((EntryKind) data.getExtraValue())))));
    }

    private static void pointed(@Nullable Node node, String says, Runnable click) {
        if (node != null) {
            Tooltip.install(node, new Tooltip(says));
            node.setOnMouseClicked(_ -> click.run());
        }
    }

    private static void clickable(StackedBarChart<String, Number> chart, Consumer<XYChart.Data<String, Number>> click) {
        for (XYChart.Series<String, Number> series : chart.getData()) {
            for (XYChart.Data<String, Number> data : series.getData()) {
                pointed(data.getNode(), data.getXValue().replace('\n', ' ') + " \u00b7 " + series.getName() + ": " + data.getYValue(),
                        () -> click.accept(data));
            }
        }
    }

    private void showCounting(Optional<Job<?>> job) {
        boolean runs = job.isPresent();
        bar.setVisible(runs);
        cancel.setVisible(runs);
        again.setDisable(runs);
        bar.progressProperty().unbind();
        job.ifPresent(running -> bar.progressProperty().bind(running.fractionProperty()));
        boolean any = model.shownProperty().get().filter(found -> found.entries() > 0).isPresent();
        charts.setVisible(any);
        charts.setManaged(any);
        table.setPlaceholder(runs ? Sections.prose(texts.text("statistics.counting"), "text-muted")
                : Sections.empty(Feather.BAR_CHART_2, texts.text("statistics.empty"), texts.text("statistics.empty.hint")));
    }

    private void copy() {
        var text = new StringBuilder(Tables.line(table.getColumns().stream().map(TableColumn::getText).toList()));
        for (int row = 0; row < table.getItems().size(); row++) {
            int at = row;
            text.append(Tables.line(table.getColumns().stream().map(c -> String.valueOf(c.getCellData(at))).toList()));
        }
        var content = new ClipboardContent();
        content.putString(text.toString());
        Clipboard.getSystemClipboard().setContent(content);
    }
}
