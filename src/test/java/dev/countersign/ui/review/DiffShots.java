package dev.countersign.ui.review;

import dev.countersign.changeset.MemoryStore;
import dev.countersign.changeset.Whitespace;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Theme;
import dev.countersign.workspace.Snapshot;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javax.imageio.ImageIO;

/// Pictures of the ways to look at a file, both themes, both sizes: `-Dshots=FOLDER`.
final class DiffShots {
    private static final String METHOD = "    long total(List<Line> lines) {\n        long sum = 0;\n        for (Line line : lines) {\n"
            + "            sum += line.price() * line.count();\n        }\n        return sum;\n    }\n";
    private static final String HEAD = "package acme.bill;\n\nimport java.util.List;\n\n";
    private static final String REST = "\n    /// What the customer is told.\n    String title(Customer customer) {\n        return customer.name() + \", \" + customer.city();\n    }\n";

    private DiffShots() {}

    public static void main(String[] args) {
        Demo.start();
        try {
            for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
                Demo.onScreen(() -> shots(theme, 1280, 800));
                if (System.getProperty("glass.gtk.uiScale") == null) {
                    Demo.onScreen(() -> shots(theme, 2560, 1440));
                }
            }
        } catch (RuntimeException e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }

    private static DemoSource source() throws IOException {
        var store = new MemoryStore();
        Snapshot before = store.tree("src/Bill.java", HEAD + "final class Bill {\n" + METHOD + REST + "}\n",
                "src/Totals.java", HEAD + "final class Totals {\n    private Totals() {}\n}\n",
                "data/prices.csv", "sku,name,price,stock\nA-1,Hammer,19.90,12\nA-2,Saw,24.50,3\nA-3,Nails,4.20,900\nA-4,Level,32.00,7\n",
                "web/config.json", "{\n  \"retries\": 0,\n  \"timeout\": 30,\n  \"hosts\": [\"a.example\", \"b.example\"],\n  \"log\": {\"level\": \"info\", \"file\": \"out.log\"}\n}\n",
                "src/Space.java", "class Space {\n\tint first = 1;\n\n\tint second = 2;\n\n\tint third = 3;\n}\n");
        Snapshot after = store.tree("src/Bill.java", HEAD + "final class Bill {\n" + REST.replace("customer.city()", "customer.cityName()") + "}\n",
                "src/Totals.java", HEAD + "final class Totals {\n    private Totals() {}\n\n" + METHOD + "}\n",
                "data/prices.csv", "sku,name,price,stock\nA-1,Hammer,18.90,12\nA-3,Nails,4.20,850\nA-4,Level,32.00,7\nA-5,Plane,41.00,2\n",
                "web/config.json", "{\n  \"retries\": 3,\n  \"timeout\": 30,\n  \"hosts\": [\"a.example\", \"c.example\", \"b.example\"],\n  \"log\": {\"level\": \"debug\", \"file\": \"out.log\"}\n}\n",
                "src/Space.java", "class Space {\n    int first = 1;\n\n    int second  = 2;\n\n\tint third = 4;\n}\n");
        before = MemoryStore.with(before, "web/badge.png", store.file(badge(200, 120, new Color(0x2f6fde), "v1")));
        after = MemoryStore.with(after, "web/badge.png", store.file(badge(240, 120, new Color(0x1a7f37), "v2")));
        before = MemoryStore.with(before, "lib/native.bin", store.file(bytes(0)));
        after = MemoryStore.with(after, "lib/native.bin", store.file(bytes(7)));
        return new DemoSource(store, before, after);
    }

    private static byte[] bytes(int seed) {
        var bytes = new byte[600];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % 40 == 3 ? seed : i * 31);
        }
        return bytes;
    }

    private static byte[] badge(int width, int height, Color color, String text) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(color);
        g.fillRoundRect(0, 0, width, height, 40, 40);
        g.setColor(Color.WHITE);
        g.fillOval(20, 30, 60, 60);
        g.setFont(g.getFont().deriveFont(48f));
        g.drawString(text, 100, 78);
        g.dispose();
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private static String shots(Theme theme, int width, int height) throws Exception {
        var overlay = new Overlay(new Region());
        var scene = Demo.scene(overlay, width, height, theme);
        var reviews = new Reviews(overlay, Background.sameThread(), InstantSource.fixed(DemoSource.NOW), ReviewDrafts.inMemory());
        ReviewView view = reviews.open(source());
        var end = "-" + theme.key() + "-" + width;
        ReviewViewModel model = view.model();
        open(model, "src/Totals.java");
        Demo.picture(scene, "review-moved" + end);
        open(model, "web/badge.png");
        Demo.picture(scene, "review-image" + end);
        if (width > 2000) {
            return end;
        }
        open(model, "src/Bill.java");
        Demo.picture(scene, "review-moved-away" + end);
        var picture = (ImagePane) image(view, model);
        picture.mode(ImagePane.Mode.SWIPE);
        Demo.picture(scene, "review-image-swipe" + end);
        picture.mode(ImagePane.Mode.ONION);
        Demo.picture(scene, "review-image-onion" + end);
        open(model, "lib/native.bin");
        Demo.picture(scene, "review-bytes" + end);
        open(model, "data/prices.csv");
        view.pane().nextLook();
        Demo.picture(scene, "review-table" + end);
        open(model, "web/config.json");
        view.pane().nextLook();
        Demo.picture(scene, "review-tree" + end);
        open(model, "src/Space.java");
        view.pane().canvas().look().whitespaceProperty().set(Whitespace.AMOUNT);
        Demo.picture(scene, "review-space" + end);
        return end;
    }

    private static Node image(ReviewView view, ReviewViewModel model) {
        open(model, "web/badge.png");
        return view.lookup(".image-pane");
    }

    private static void open(ReviewViewModel model, String path) {
        model.goTo(model.files().stream().filter(f -> f.path().value().equals(path)).findFirst().orElseThrow(), 0);
    }
}
