package dev.countersign.ui.review;

import dev.countersign.ui.fx.Texts;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javafx.scene.image.Image;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/// One version of a picture, decoded, or why it cannot be.
///
/// @param says format, dimensions in pixels and size in words; or the fault
record ImageSide(Optional<Image> image, String says) {
    /// A picture takes four bytes a pixel in memory, whatever its file takes.
    private static final long MOST_PIXELS = 64_000_000;
    private static final long MOST_BYTES = 64L << 20;
    private static final Texts TEXTS = Texts.of(ImageSide.class);

    /// Reads and decodes: off the screen's thread.
    static ImageSide of(Optional<FileState> state, Contents contents) throws IOException {
        if (state.isEmpty()) {
            return new ImageSide(Optional.empty(), TEXTS.text("image.none"));
        }
        String size = PlainView.size(state.get().size());
        if (state.get().size() > MOST_BYTES) {
            return new ImageSide(Optional.empty(), TEXTS.text("image.large", size));
        }
        byte[] bytes = contents.read(state.get().content());
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return new ImageSide(Optional.empty(), TEXTS.text("image.broken", size));
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                int width = reader.getWidth(0);
                int height = reader.getHeight(0);
                String says = TEXTS.text("image.says", reader.getFormatName().toUpperCase(java.util.Locale.ROOT), Integer.toString(width), Integer.toString(height), size);
                if ((long) width * height > MOST_PIXELS) {
                    return new ImageSide(Optional.empty(), TEXTS.text("image.large", says));
                }
                var image = new Image(new ByteArrayInputStream(bytes));
                return image.isError() ? new ImageSide(Optional.empty(), TEXTS.text("image.broken", size)) : new ImageSide(Optional.of(image), says);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            return new ImageSide(Optional.empty(), TEXTS.text("image.broken", size));
        }
    }
}
