package dev.countersign.ui.fx;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/// The texts of one screen, from `messages.properties` beside its other resources (UTF-8). With arguments a text is a
/// [MessageFormat], where a quote is written twice; without, it is taken as it stands.
public final class Texts {
    private final ResourceBundle bundle;

    private Texts(ResourceBundle bundle) {
        this.bundle = bundle;
    }

    /// The texts of the package of `type`.
    ///
    /// @throws MissingResourceException where the package has none
    public static Texts of(Class<?> type) {
        return new Texts(ResourceBundle.getBundle(type.getPackageName() + ".messages", Locale.getDefault(),
                type.getClassLoader()));
    }

    /// @throws MissingResourceException where there is no such key: an error of ours that a test finds
    public String text(String key, Object... arguments) {
        String pattern = bundle.getString(key);
        return arguments.length == 0 ? pattern : new MessageFormat(pattern, Locale.ENGLISH).format(arguments);
    }

    /// For FXML, whose `%key` reads from here.
    public ResourceBundle bundle() {
        return bundle;
    }
}
