package dev.countersign.ui.review;

import dev.countersign.ui.fx.Texts;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;

/// Two versions of a picture: beside each other (key 1), parted by a line that moves (2), or one shining through the other (3).
/// Left and Right move the line or the shine.
final class ImagePane extends BorderPane {
    enum Mode { TWO_UP, SWIPE, ONION }

    /// Small icons are enlarged no further than this.
    private static final double LARGEST = 8;

    private final Texts texts = Texts.of(ImagePane.class);
    private final ImageSide before;
    private final ImageSide after;
    private final ToggleGroup modes = new ToggleGroup();
    private final Slider slider = new Slider(0, 1, 0.5);
    private final StackPane stage = new StackPane();

    ImagePane(ImageSide before, ImageSide after) {
        this.before = before;
        this.after = after;
        getStyleClass().addAll("other-view", "image-pane");
        setAccessibleText(texts.text("image.said", before.says(), after.says()));
        var bar = new HBox(4);
        bar.setAlignment(Pos.CENTER);
        bar.getStyleClass().add("other-bar");
        for (Mode mode : Mode.values()) {
            var button = new ToggleButton(texts.text("image." + mode.name()));
            button.setId("image-" + mode.name());
            button.getStyleClass().addAll("flat", "small");
            button.setToggleGroup(modes);
            button.setUserData(mode);
            button.setDisable(mode != Mode.TWO_UP && (before.image().isEmpty() || after.image().isEmpty()));
            bar.getChildren().add(button);
        }
        slider.setId("image-slider");
        slider.setBlockIncrement(0.05);
        slider.setAccessibleText(texts.text("image.slider"));
        slider.setPrefWidth(180);
        bar.getChildren().add(slider);
        setTop(bar);
        stage.setMinSize(0, 0);
        stage.getStyleClass().add("image-stage");
        setCenter(stage);
        modes.selectToggle(modes.getToggles().getFirst());
        modes.selectedToggleProperty().addListener((_, old, now) -> {
            if (now == null) {
                modes.selectToggle(old);
            } else {
                draw();
            }
        });
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            switch (event.getCode()) {
                case DIGIT1, NUMPAD1 -> mode(Mode.TWO_UP);
                case DIGIT2, NUMPAD2 -> mode(Mode.SWIPE);
                case DIGIT3, NUMPAD3 -> mode(Mode.ONION);
                case LEFT -> slider.decrement();
                case RIGHT -> slider.increment();
                default -> {
                    return;
                }
            }
            event.consume();
        });
        setFocusTraversable(true);
        draw();
    }

    void mode(Mode mode) {
        modes.getToggles().stream().filter(t -> t.getUserData() == mode && t instanceof ToggleButton b && !b.isDisabled())
                .forEach(modes::selectToggle);
    }

    Mode mode() {
        return (Mode) modes.getSelectedToggle().getUserData();
    }

    private void draw() {
        slider.setVisible(mode() != Mode.TWO_UP);
        stage.getChildren().setAll(switch (mode()) {
            case TWO_UP -> twoUp();
            case SWIPE -> swipe();
            case ONION -> onion();
        });
    }

    private Node twoUp() {
        var both = new HBox(16, side("image.before", before), side("image.after", after));
        both.setAlignment(Pos.CENTER);
        return both;
    }

    private Node side(String title, ImageSide side) {
        var head = new Label(texts.text(title));
        head.getStyleClass().addAll("text-small", "text-medium");
        var says = new Label(side.says());
        says.getStyleClass().addAll("text-small", "text-muted");
        says.setWrapText(true);
        says.setMinHeight(Region.USE_PREF_SIZE);
        var box = new VBox(6, head, says);
        box.setAlignment(Pos.TOP_CENTER);
        box.setMinWidth(0);
        HBox.setHgrow(box, Priority.ALWAYS);
        side.image().ifPresent(_ -> {
            ImageView view = view(side, 0.46, 0.8);
            box.getChildren().add(view);
        });
        return box;
    }

    private Node swipe() {
        ImageView below = view(after, 0.92, 0.82);
        ImageView above = view(before, 0.92, 0.82);
        var clip = new Rectangle();
        clip.widthProperty().bind(Bindings.createDoubleBinding(() -> above.getLayoutBounds().getWidth() * slider.getValue(),
                above.layoutBoundsProperty(), slider.valueProperty()));
        clip.heightProperty().bind(Bindings.createDoubleBinding(() -> above.getLayoutBounds().getHeight(), above.layoutBoundsProperty()));
        above.setClip(clip);
        var line = new Region();
        line.getStyleClass().add("swipe-line");
        line.setMaxWidth(2);
        line.translateXProperty().bind(Bindings.createDoubleBinding(() -> above.getLayoutBounds().getWidth() * (slider.getValue() - 0.5),
                above.layoutBoundsProperty(), slider.valueProperty()));
        line.maxHeightProperty().bind(Bindings.createDoubleBinding(() -> above.getLayoutBounds().getHeight(), above.layoutBoundsProperty()));
        return labelled(new StackPane(below, above, line));
    }

    private Node onion() {
        ImageView above = view(after, 0.92, 0.82);
        above.opacityProperty().bind(slider.valueProperty());
        return labelled(new StackPane(view(before, 0.92, 0.82), above));
    }

    private Node labelled(StackPane pictures) {
        var left = new Label(texts.text("image.before") + ": " + before.says());
        var right = new Label(texts.text("image.after") + ": " + after.says());
        Stream.of(left, right).forEach(label -> label.getStyleClass().addAll("text-small", "text-muted"));
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var box = new VBox(8, new HBox(16, left, gap, right), pictures);
        box.setAlignment(Pos.CENTER);
        return box;
    }

    /// Both versions in one scale, that of the larger one.
    private ImageView view(ImageSide side, double ofWidth, double ofHeight) {
        var view = new ImageView(side.image().orElseThrow());
        double width = widest(true);
        double height = widest(false);
        view.setPreserveRatio(true);
        var scale = Bindings.createDoubleBinding(() -> {
            double fit = Math.min(stage.getWidth() * ofWidth / width, (stage.getHeight() - 40) * ofHeight / height);
            return fit >= 2 ? Math.min(LARGEST, Math.floor(fit)) : Math.clamp(fit, 0.01, 1);
        }, stage.widthProperty(), stage.heightProperty());
        view.fitWidthProperty().bind(scale.multiply(view.getImage().getWidth()));
        view.fitHeightProperty().bind(scale.multiply(view.getImage().getHeight()));
        view.smoothProperty().bind(scale.lessThan(1));
        return view;
    }

    private double widest(boolean across) {
        return Stream.of(before, after).flatMap(side -> side.image().stream())
                .mapToDouble(image -> across ? image.getWidth() : image.getHeight()).max().orElse(1);
    }
}
