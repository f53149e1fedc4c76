package dev.countersign.ui.plan;

import dev.countersign.plan.NodeId;
import dev.countersign.ui.fx.Views;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.Group;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Pane;
import javafx.scene.shape.CubicCurve;
import javafx.scene.shape.Polygon;

/// The nodes of a plan as a graph, left to right. One stop for the keyboard: arrows move the selection, Enter opens it.
///
/// @param <C> what a node shows
public final class GraphView<C extends GraphCard> extends ScrollPane {
    private static final PseudoClass LIVE = PseudoClass.getPseudoClass("live");

    private final ObjectProperty<Optional<NodeId>> selected;
    private final Supplier<CardView<C>> make;
    private final Runnable open;
    private final Pane canvas = new Pane();
    private final Map<NodeId, CardView<C>> views = new LinkedHashMap<>();
    private final Map<NodeId, List<Edge>> incoming = new LinkedHashMap<>();
    private GraphLayout layout = GraphLayout.of(Map.of());

    private record Edge(CubicCurve curve, Polygon head) {}

    /// @param cards in the order of the plan
    /// @param make  an empty card
    /// @param open  done with the selected node by Enter or a double click
    /// @param said  what this is and its keys, for a screen reader
    public GraphView(ObservableValue<List<C>> cards, ObjectProperty<Optional<NodeId>> selected, Supplier<CardView<C>> make, Runnable open,
                     String said) {
        this.selected = selected;
        this.make = make;
        this.open = open;
        Views.styled(this, GraphView.class, "plan.css");
        getStyleClass().add("dag");
        canvas.getStyleClass().add("dag-canvas");
        setContent(canvas);
        setPannable(true);
        setFitToHeight(false);
        setFocusTraversable(true);
        setAccessibleText(said);
        viewportBoundsProperty().addListener((_, _, _) -> place());
        cards.addListener((_, _, next) -> show(next));
        selected.addListener((_, _, _) -> select());
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        show(cards.getValue());
    }

    /// The height at which nothing is hidden.
    public double wantedHeight() {
        return layout.height() + 4;
    }

    private void show(List<C> cards) {
        var after = new LinkedHashMap<NodeId, List<NodeId>>();
        cards.forEach(card -> after.put(card.id(), card.after()));
        boolean same = views.size() == cards.size() && cards.stream().allMatch(card -> views.containsKey(card.id())
                && views.get(card.id()).card().filter(was -> was.after().equals(card.after())).isPresent());
        if (!same) {
            build(cards, after);
        }
        for (C card : cards) {
            views.get(card.id()).show(card);
            incoming.getOrDefault(card.id(), List.of()).forEach(edge -> {
                edge.curve().pseudoClassStateChanged(LIVE, card.isLive());
                edge.head().pseudoClassStateChanged(LIVE, card.isLive());
            });
        }
        select();
    }

    private void build(List<C> cards, Map<NodeId, List<NodeId>> after) {
        layout = GraphLayout.of(after);
        views.clear();
        incoming.clear();
        canvas.getChildren().clear();
        var edges = new Group();
        edges.setManaged(false);
        canvas.getChildren().add(edges);
        for (C card : cards) {
            var list = new ArrayList<Edge>();
            for (NodeId before : card.after()) {
                if (layout.places().containsKey(before)) {
                    var edge = new Edge(new CubicCurve(), new Polygon(0, 0, -7, -4, -7, 4));
                    edge.curve().getStyleClass().add("edge");
                    edge.curve().setUserData(before);
                    edge.head().getStyleClass().add("edge-head");
                    edges.getChildren().addAll(edge.curve(), edge.head());
                    list.add(edge);
                }
            }
            incoming.put(card.id(), list);
        }
        for (C card : cards) {
            CardView<C> view = make.get();
            view.show(card);
            views.put(card.id(), view);
            view.setOnMouseClicked(event -> {
                if (event.getButton() == MouseButton.PRIMARY) {
                    requestFocus();
                    selected.set(Optional.of(card.id()));
                    if (event.getClickCount() == 2) {
                        open.run();
                    }
                }
            });
            canvas.getChildren().add(view);
        }
        place();
    }

    /// The graph stands in the middle of the room there is.
    private void place() {
        double wide = Math.max(layout.width(), getViewportBounds().getWidth());
        double high = Math.max(layout.height(), getViewportBounds().getHeight());
        double down = Math.floor((high - layout.height()) / 2);
        double right = Math.floor((wide - layout.width()) / 2);
        canvas.setMinSize(layout.width(), layout.height());
        canvas.setPrefSize(wide, high);
        views.forEach((id, view) -> {
            GraphLayout.Place at = layout.places().get(id);
            view.relocate(at.x() + right, at.y() + down);
            view.resize(GraphLayout.CARD_WIDTH, GraphLayout.CARD_HEIGHT);
            for (Edge edge : incoming.get(id)) {
                GraphLayout.Place from = layout.places().get((NodeId) edge.curve().getUserData());
                double x1 = from.x() + right + GraphLayout.CARD_WIDTH;
                double y1 = from.y() + down + GraphLayout.CARD_HEIGHT / 2;
                double x2 = at.x() + right - 2;
                double y2 = at.y() + down + GraphLayout.CARD_HEIGHT / 2;
                double bend = Math.max(24, Math.min(80, (x2 - x1) / 2));
                CubicCurve curve = edge.curve();
                curve.setStartX(x1);
                curve.setStartY(y1);
                curve.setControlX1(x1 + bend);
                curve.setControlY1(y1);
                curve.setControlX2(x2 - bend);
                curve.setControlY2(y2);
                curve.setEndX(x2 - 5);
                curve.setEndY(y2);
                edge.head().setTranslateX(x2);
                edge.head().setTranslateY(y2);
            }
        });
    }

    private void select() {
        views.forEach((id, view) -> view.setSelected(selected.get().equals(Optional.of(id))));
        selected.get().map(layout.places()::get).ifPresent(this::reveal);
    }

    private void reveal(GraphLayout.Place place) {
        double view = getViewportBounds().getWidth();
        double room = layout.width() - view;
        if (view <= 0 || room <= 0) {
            return;
        }
        double left = getHvalue() * room;
        if (place.x() < left) {
            setHvalue(Math.max(0, (place.x() - GraphLayout.MARGIN) / room));
        } else if (place.x() + GraphLayout.CARD_WIDTH > left + view) {
            setHvalue(Math.min(1, (place.x() + GraphLayout.CARD_WIDTH + GraphLayout.MARGIN - view) / room));
        }
    }

    private void key(KeyEvent event) {
        if (event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        KeyCode code = event.getCode();
        if (code == KeyCode.ENTER) {
            open.run();
            event.consume();
        } else if (code == KeyCode.LEFT || code == KeyCode.RIGHT || code == KeyCode.UP || code == KeyCode.DOWN) {
            selected.get().flatMap(id -> neighbour(id, code))
                    .ifPresent(id -> selected.set(Optional.of(id)));
            event.consume();
        }
    }

    private Optional<NodeId> neighbour(NodeId id, KeyCode code) {
        List<List<NodeId>> layers = layout.layers();
        for (int layer = 0; layer < layers.size(); layer++) {
            int row = layers.get(layer).indexOf(id);
            if (row < 0) {
                continue;
            }
            if (code == KeyCode.UP || code == KeyCode.DOWN) {
                int next = row + (code == KeyCode.UP ? -1 : 1);
                return next >= 0 && next < layers.get(layer).size() ? Optional.of(layers.get(layer).get(next)) : Optional.empty();
            }
            int next = layer + (code == KeyCode.LEFT ? -1 : 1);
            if (next < 0 || next >= layers.size()) {
                return Optional.empty();
            }
            double y = layout.places().get(id).y();
            return layers.get(next).stream().min(Comparator.comparingDouble(
                    other -> Math.abs(layout.places().get(other).y() - y)));
        }
        return Optional.empty();
    }
}
