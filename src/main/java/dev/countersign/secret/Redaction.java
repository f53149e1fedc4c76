package dev.countersign.secret;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The secrets that this process knows, and the one way in which texts are freed of them. What became known stays known until the
/// process ends: a secret that was replaced may still be on its way. Safe for use by several threads.
public final class Redaction {
    private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(key|token|secret|passw|pwd$|auth(?!or)|credential|cookie).*");
    private static final Pattern LABEL = Pattern.compile("[^A-Za-z0-9_.-]");

    private final Set<Redactor.Known> known = new HashSet<>();
    private volatile Redactor redactor = Redactor.NONE;

    /// Knows what stands in variables whose names sound like a secret. A path is none.
    public static Redaction ofEnvironment(Map<String, String> environment) {
        var redaction = new Redaction();
        var found = new ArrayList<Redactor.Known>();
        environment.forEach((name, value) -> {
            if (soundsSecret(name) && !isPlain(value)) {
                found.add(new Redactor.Known(name, value));
            }
        });
        redaction.learn(found);
        return redaction;
    }

    /// Whether a variable of this name is taken for a secret.
    public static boolean soundsSecret(String name) {
        return SECRET_NAME.matcher(name).matches();
    }

    /// Whether what a program is given under this name is taken for a secret: all but what plainly is none.
    public static boolean isSecret(String name, String value) {
        boolean setting = name.matches(".*_(MODEL|PROVIDER|REGION|TRAFFIC)") || name.endsWith("_URL") && !value.contains("@");
        return !setting && !isPlain(value);
    }

    /// Paths, addresses of sockets, numbers and plain words are no secrets, whatever their variable is called.
    private static boolean isPlain(String value) {
        if (value.matches("[0-9.]+|[A-Za-z]{1,11}|unix:.*")) {
            return true;
        }
        try {
            return value.startsWith("/") && Files.exists(Path.of(value));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /// From now on these values are redacted.
    public void learn(Collection<Redactor.Known> secrets) {
        synchronized (known) {
            boolean more = false;
            for (Redactor.Known secret : secrets) {
                more |= secret.value().strip().length() >= Redactor.SHORTEST
                        && known.add(new Redactor.Known(LABEL.matcher(secret.name()).replaceAll("_"), secret.value().strip()));
            }
            if (more) {
                redactor = Redactor.of(known);
            }
        }
    }

    /// The same for one.
    public void learn(String name, String value) {
        learn(List.of(new Redactor.Known(name, value)));
    }

    /// The names of what is known, in order.
    public SortedSet<String> names() {
        synchronized (known) {
            return known.stream().map(Redactor.Known::name).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /// As things are known now.
    public Redactor now() {
        return redactor;
    }

    /// @return `text` itself where there is nothing to redact
    public String text(String text) {
        return redactor.redact(text);
    }
}
