package dev.countersign.secret;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Values in the first place that takes them, and a list of their names beside: `secrets.json`, which holds what is shown of them and
/// no value. Several processes may use it at once.
public final class StoredSecrets implements Secrets, Variables {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
    private static final int LONGEST = 64 << 10;
    private static final int HINTED = 16;
    private static final int HINT = 4;

    private final Path list;
    private final List<SecretPlace> places;
    private final Map<String, String> environment;
    private final Redaction redaction;
    private final InstantSource clock;
    private final JsonMapper json = JsonMapper.builder().build();

    private record Listed(String hint, String since, String place) {}

    private record Listing(Map<String, Listed> secrets) {}

    /// @param list        the file of names; made when it is needed
    /// @param places      tried in this order for a new value
    /// @param environment of this process: a variable that is set there comes before a stored secret
    public StoredSecrets(Path list, List<SecretPlace> places, Map<String, String> environment, Redaction redaction, InstantSource clock) {
        this.list = list;
        this.places = List.copyOf(places);
        this.environment = Map.copyOf(environment);
        this.redaction = redaction;
        this.clock = clock;
    }

    @Override
    public List<Info> list() throws IOException {
        var found = new ArrayList<Info>();
        listing().forEach((name, listed) -> found.add(new Info(name, listed.hint, Instant.parse(listed.since), listed.place)));
        return List.copyOf(found);
    }

    @Override
    public Optional<String> read(String name) throws IOException {
        Listed listed = listing().get(name);
        return listed == null ? Optional.empty() : Optional.of(value(name, listed));
    }

    private String value(String name, Listed listed) {
        try {
            String value = place(listed.place).read(name).orElseThrow(() -> Problems.lost(name, listed.place));
            redaction.learn(name, value);
            return value;
        } catch (IOException e) {
            throw Problems.unreachable(name, listed.place, e);
        }
    }

    private SecretPlace place(String words) {
        return places.stream().filter(each -> each.words().equals(words)).findFirst()
                .orElseThrow(() -> Problems.damaged(list, "there is no place \"" + words + "\""));
    }

    @Override
    public Info set(String name, String given) throws IOException {
        String value = given.strip();
        if (!NAME.matcher(name).matches()) {
            throw Problems.name(name);
        }
        if (value.length() < Redactor.SHORTEST) {
            throw Problems.value(name, "with fewer than " + Redactor.SHORTEST + " characters it could not be taken out of what programs print");
        }
        if (value.length() > LONGEST || value.indexOf('\0') >= 0) {
            throw Problems.value(name, value.length() > LONGEST ? "it is longer than 64 KiB" : "no program can be given a NUL character");
        }
        redaction.learn(name, value);
        return alone(() -> {
            Map<String, Listed> all = listing();
            Listed before = all.get(name);
            String place = write(name, value);
            String hint = value.length() >= HINTED ? value.substring(value.length() - HINT) : "";
            var now = new Listed(hint.chars().allMatch(c -> c > ' ' && c < 127) ? hint : "", clock.instant().toString(), place);
            all.put(name, now);
            save(all);
            if (before != null && !before.place.equals(place)) {
                forget(name, before.place);
            }
            return new Info(name, now.hint, Instant.parse(now.since), place);
        });
    }

    /// In the first place that takes it.
    private String write(String name, String value) {
        Optional<IOException> last = Optional.empty();
        for (SecretPlace place : places) {
            try {
                place.write(name, value);
                return place.words();
            } catch (IOException e) {
                last.ifPresent(e::addSuppressed);
                last = Optional.of(e);
            }
        }
        throw Problems.unreachable(name, places.getLast().words(), last.orElseThrow());
    }

    private void forget(String name, String place) {
        try {
            place(place).remove(name);
        } catch (IOException e) {
            throw Problems.unreachable(name, place, e);
        }
    }

    @Override
    public boolean remove(String name) throws IOException {
        return alone(() -> {
            Map<String, Listed> all = listing();
            Listed listed = all.get(name);
            if (listed == null) {
                return false;
            }
            forget(name, listed.place);
            all.remove(name);
            save(all);
            return true;
        });
    }

    @Override
    public Map<String, String> with(Collection<String> names) {
        try {
            var all = new HashMap<>(environment);
            Map<String, Listed> listed = names.stream().allMatch(environment::containsKey) ? Map.of() : listing();
            for (String name : names) {
                if (!all.containsKey(name) && listed.containsKey(name)) {
                    all.put(name, value(name, listed.get(name)));
                }
            }
            return all;
        } catch (IOException e) {
            throw Problems.damaged(list, String.valueOf(e.getMessage()));
        }
    }

    private Map<String, Listed> listing() throws IOException {
        if (!Files.exists(list)) {
            return new TreeMap<>();
        }
        PrivateFiles.check(list);
        try {
            var all = new TreeMap<>(json.readValue(Files.readAllBytes(list), Listing.class).secrets);
            all.forEach((name, listed) -> Instant.parse(listed.since));
            return all;
        } catch (JacksonException | NullPointerException | java.time.DateTimeException e) {
            throw Problems.damaged(list, "it is not what Countersign wrote");
        }
    }

    private void save(Map<String, Listed> all) throws IOException {
        PrivateFiles.write(list, json.writeValueAsString(new Listing(all)).getBytes(StandardCharsets.UTF_8));
    }

    private interface Work<T> {
        T done() throws IOException;
    }

    private synchronized <T> T alone(Work<T> work) throws IOException {
        Files.createDirectories(list.getParent());
        try (FileChannel channel = FileChannel.open(list.resolveSibling(list.getFileName() + ".lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE); FileLock _ = channel.lock()) {
            return work.done();
        }
    }
}
